using Microsoft.AspNetCore.Http;
using Shopkeeper.Shopify;

namespace Shopkeeper.Frontend.Operations;

/// <summary>Tells which shop an order is about whose route does not name it, for the audit log.</summary>
/// <param name="FindAsync">Finds it by the route's id; null when it is of none.</param>
internal sealed record OrderSubject(Func<HttpContext, string, Task<ShopDomain?>> FindAsync);
