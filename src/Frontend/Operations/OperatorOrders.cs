using System.Security.Cryptography;
using System.Text;
using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;

namespace Shopkeeper.Frontend.Operations;

/// <summary>
/// Knows an operator's order again by its <c>Idempotency-Key</c>: the teardown's id is made of shop and key, so the
/// teardown itself, and later its certificate, remember the order.
/// </summary>
internal sealed class OperatorOrders(ITeardownStore teardowns, ICertificateStore certificates, TimeProvider time)
{
    /// <summary>The id of the teardown that an order asks for: always the same for a shop and a key.</summary>
    public Guid TeardownOf(ShopDomain shop, string? key) =>
        key is null
            ? Guid.CreateVersion7(time.GetUtcNow())
            : new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"uninstall\n{shop.Value}\n{key}")).AsSpan(0, 16));

    /// <summary>True when a teardown of that id runs or is certified.</summary>
    public async Task<bool> IsKnownAsync(Guid teardown, CancellationToken cancellationToken) =>
        await teardowns.FindAsync(teardown, cancellationToken) is not null
        || await certificates.FindByTeardownAsync(teardown, cancellationToken) is not null;
}
