using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Tests.Teardown.World;

/// <summary>Customers' data requests as a teardown settles them: exported once they are hurried, or never.</summary>
internal sealed class MemoryRequests(Faults faults) : IComplianceStore
{
    /// <summary>Data requests that are not exported.</summary>
    public int Unexported { get; set; }

    /// <summary>True when no participant ever answers.</summary>
    public bool IsStuck { get; set; }

    public int GivenUp { get; private set; }

    public Task<long> CountUnexportedAsync(InstallationId installation, CancellationToken cancellationToken) =>
        faults.Around("requests.count", () => (long)Unexported);

    public Task HurryAsync(InstallationId installation, CancellationToken cancellationToken) =>
        faults.Around("requests.hurry", () =>
        {
            if (!IsStuck) Unexported = 0;
        });

    public Task<int> GiveUpAsync(InstallationId installation, CancellationToken cancellationToken) =>
        faults.Around("requests.give-up", () =>
        {
            var given = Unexported;
            GivenUp += given;
            Unexported = 0;
            return given;
        });

    public bool IsOf(ComplianceRequest request, ShopDomain shop) => throw new NotSupportedException();

    public Task<IReadOnlyList<Guid>> FindDueAsync(int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ComplianceRequest?> FindAsync(Guid request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<Page<ComplianceRequest>> ListAsync(
        ComplianceFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ComplianceSubject?> ReadSubjectAsync(Guid request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ComplianceSubject>> ListAskedBeforeAsync(
        ComplianceRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ComplianceStay> FindStayAsync(InstallationId installation, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<bool> IsDeliveryWaitingAsync(
        ShopDomain shop, byte[] deliveryHash, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ComplianceRequest?> SaveAsync(
        ComplianceRequest request, string? export, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<byte[]?> ReadBodyAsync(Guid request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<string?> ReadExportAsync(Guid request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<int> WatchAsync(TimeSpan within, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
