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
    /// <summary>The order to end an installation.</summary>
    public const string Uninstall = "uninstall";

    /// <summary>The order to reset a shop.</summary>
    public const string Reset = "reset";

    /// <summary>The same, by the owner of the shop's account; its keys are not an operator's.</summary>
    public const string ResetByOwner = "reset-by-owner";

    /// <summary>
    /// The id of the teardown that an order asks for: always the same for an order, a shop and a key.
    /// </summary>
    public Guid TeardownOf(string order, ShopDomain shop, string? key) =>
        key is null
            ? Guid.CreateVersion7(time.GetUtcNow())
            : new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{order}\n{shop.Value}\n{key}")).AsSpan(0, 16));

    /// <summary>True when a teardown of that id runs or is certified.</summary>
    public async Task<bool> IsKnownAsync(Guid teardown, CancellationToken cancellationToken) =>
        await teardowns.FindAsync(teardown, cancellationToken) is not null
        || await certificates.FindByTeardownAsync(teardown, cancellationToken) is not null;
}
