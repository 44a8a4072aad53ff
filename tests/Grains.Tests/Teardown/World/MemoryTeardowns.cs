using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Tests.Teardown.World;

/// <summary>The teardown's row, with its version, and the certificate that takes its place.</summary>
internal sealed class MemoryTeardowns(Faults faults) : ITeardownStore
{
    public TeardownRecord? Row { get; set; }

    public CertificateRecord? Certificate { get; private set; }

    /// <summary>Every state of the row that was stored.</summary>
    public List<TeardownRecord> History { get; } = [];

    public bool Superseded { get; private set; }

    public Task<TeardownRecord?> FindByInstallationAsync(
        InstallationId installation, CancellationToken cancellationToken) =>
        faults.Around("teardowns.find", () => Row?.Installation == installation ? Row : null);

    public Task<TeardownRecord?> SaveAsync(TeardownRecord record, CancellationToken cancellationToken) =>
        faults.Around("teardowns.save", () => Row?.Version == record.Version ? Store(record) : null);

    public Task<bool> SupersedeAsync(TeardownRecord record, CancellationToken cancellationToken) =>
        faults.Around("teardowns.supersede", () =>
        {
            if (Row is not { Status: TeardownStatus.Confirming } row || row.Version != record.Version) return false;
            Row = null;
            return Superseded = true;
        });

    public Task<bool> CertifyAsync(
        TeardownRecord record, CertificateRecord certificate, CancellationToken cancellationToken) =>
        faults.Around("teardowns.certify", () =>
        {
            if (Certificate is not null) return true;
            if (Row?.Version != record.Version) return false;
            Certificate = certificate;
            Row = null;
            return true;
        });

    /// <summary>Another writer's change of the row.</summary>
    public TeardownRecord Store(TeardownRecord record)
    {
        Row = record with { Version = record.Version + 1 };
        History.Add(Row);
        return Row;
    }

    public Task<TeardownRecord> OpenAsync(
        TeardownRecord confirming, InboxDelivery delivery, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<TeardownRecord> ClaimAsync(TeardownRecord confirming, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<TeardownRecord?> FindBySuccessorAsync(
        Installation successor, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<TeardownRecord?> FindAsync(Guid teardown, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<TeardownRecord?> FindLatestAsync(ShopDomain shop, CancellationToken cancellationToken) =>
        Task.FromResult(Row);

    public Task<IReadOnlyList<InstallationId>> FindDueAsync(int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<bool> HasSeenBodyAsync(ShopDomain shop, string bodyHash, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task NoteSpentBodyAsync(
        ShopDomain shop, string bodyHash, DateTimeOffset recordedAt, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<bool> AwaitsRedactAsync(ShopDomain shop, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task NoteRedactAsync(
        ShopDomain shop, string bodyHash, byte[]? deliveryHash, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Ended stays of the shop before this one.</summary>
    public List<TeardownRecord> Earlier { get; } = [];

    public Task<IReadOnlyList<TeardownRecord>> ListEndedAsync(ShopDomain shop, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TeardownRecord>>(
            [.. Earlier, .. Row is { EndedAt: not null } row ? [row] : Array.Empty<TeardownRecord>()]);

    public Task<Page<TeardownRecord>> ListAsync(
        ShopDomain? shop, TeardownStatus? status, PageRequest page, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
