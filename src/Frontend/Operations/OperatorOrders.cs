using System.Text;
using Microsoft.AspNetCore.Http;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;

namespace Shopkeeper.Frontend.Operations;

/// <summary>
/// Knows an order to end or reset a shop again by its <c>Idempotency-Key</c>: the teardown's id is made of the order,
/// so the teardown itself, and later its certificate, remember it for longer than keys are kept. Another body, shop or
/// actor is another order. The id stands in certificates and logs, so it is a keyed hash: whoever guesses a key does
/// not find out which shop it was for.
/// </summary>
internal sealed class OperatorOrders(
    IKeyedHash hash, ITeardownStore teardowns, ICertificateStore certificates, TimeProvider time)
{
    private const string Purpose = "teardown-order";
    private const string Owner = "account-owner";

    /// <summary>Among whose keys an operator's count.</summary>
    public static string ScopeOf(HttpContext context) => $"operator:{context.User.Identity?.Name}";

    /// <summary>The id of the teardown that an operator's order asks for; without a key always another.</summary>
    public async Task<Guid> TeardownOfAsync(HttpContext context, string? key)
    {
        if (key is null) return NewId();
        var body = await OrderBody.ReadAsync(context) ?? [];
        return TeardownOf(RequestRepetition.Of(context.Request, ScopeOf(context), key, body));
    }

    /// <summary>The same for the order of the owner of a shop's account, which says nothing but the shop.</summary>
    public Guid TeardownOfOwner(ShopDomain shop, string? key) =>
        key is null ? NewId() : TeardownOf(new KeyedRequest(Owner, key, Encoding.UTF8.GetBytes(shop.Value)));

    /// <summary>True when a teardown of that id runs or is certified.</summary>
    public async Task<bool> IsKnownAsync(Guid teardown, CancellationToken cancellationToken) =>
        await teardowns.FindAsync(teardown, cancellationToken) is not null
        || await certificates.FindByTeardownAsync(teardown, cancellationToken) is not null;

    private Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());

    // The lengths keep one part from looking like the end of another.
    private Guid TeardownOf(KeyedRequest request)
    {
        var head = $"{request.Scope.Length}:{request.Scope}{request.Key.Length}:{request.Key}";
        return new Guid(hash.Compute(Purpose, [.. Encoding.UTF8.GetBytes(head), .. request.Content]).AsSpan(0, 16));
    }
}
