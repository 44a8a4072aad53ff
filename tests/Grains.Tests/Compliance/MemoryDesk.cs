using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Tests.Compliance;

/// <summary>The desk's store with one request and its stay, in memory.</summary>
internal sealed class MemoryDesk(ComplianceRequest request) : IComplianceStore
{
    public ComplianceRequest Request { get; private set; } = request;

    public ComplianceStay Stay { get; set; } = Samples.Stay("live");

    public string? Export { get; private set; }

    /// <summary>Whom the open data requests are about.</summary>
    public List<ComplianceSubject> Asked { get; } = [];

    public Func<Task<int>> Watch { get; set; } = () => throw new NotSupportedException();

    public Task<ComplianceRequest?> FindAsync(Guid request, CancellationToken cancellationToken) =>
        Task.FromResult<ComplianceRequest?>(Request);

    public Task<ComplianceSubject?> ReadSubjectAsync(Guid request, CancellationToken cancellationToken) =>
        Task.FromResult<ComplianceSubject?>(Samples.Subject);

    public Task<IReadOnlyList<ComplianceSubject>> ListAskedBeforeAsync(
        ComplianceRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ComplianceSubject>>(Asked);

    public Task<ComplianceStay> FindStayAsync(InstallationId installation, CancellationToken cancellationToken) =>
        Task.FromResult(Stay);

    public Task<ComplianceRequest?> SaveAsync(
        ComplianceRequest request, string? export, CancellationToken cancellationToken)
    {
        Request = request with { Version = request.Version + 1 };
        Export = export ?? Export;
        return Task.FromResult<ComplianceRequest?>(Request);
    }

    public Task<byte[]?> ReadBodyAsync(Guid request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<string?> ReadExportAsync(Guid request, CancellationToken cancellationToken) => Task.FromResult(Export);

    public bool IsOf(ComplianceRequest request, ShopDomain shop) => throw new NotSupportedException();

    public Task<IReadOnlyList<Guid>> FindDueAsync(int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<Page<ComplianceRequest>> ListAsync(
        ComplianceFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<bool> IsDeliveryWaitingAsync(
        ShopDomain shop, byte[] deliveryHash, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<long> CountUnexportedAsync(InstallationId installation, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task HurryAsync(InstallationId installation, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<int> GiveUpAsync(InstallationId installation, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<int> WatchAsync(TimeSpan within, int limit, CancellationToken cancellationToken) => Watch();
}
