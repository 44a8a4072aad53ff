using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Stores;

/// <summary>A process's way to requests of customers; in this world none ever asks.</summary>
internal sealed class RequestPort(SimulatedProcess process, Effects effects) : IComplianceStore
{
    public Task<long> CountUnexportedAsync(InstallationId installation, CancellationToken cancellationToken) =>
        effects.Do(process, "requests.count", () => 0L);

    public Task HurryAsync(InstallationId installation, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<int> GiveUpAsync(InstallationId installation, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

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
