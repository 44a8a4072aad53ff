using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Shopify;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Stores;

/// <summary>A process's way to the certificates.</summary>
internal sealed class CertificatePort(SimulatedProcess process, Effects effects, SimulatedDatabase db)
    : ICertificateStore
{
    public Task<CertificateRecord?> FindAsync(Guid certificate, CancellationToken cancellationToken) =>
        effects.Do(process, "certificates.find", () =>
            db.Certificates.Find(row => row.Record.Id == certificate)?.Record);

    public Task<CertificateRecord?> FindByTeardownAsync(Guid teardown, CancellationToken cancellationToken) =>
        effects.Do(process, "certificates.find-by-teardown", () =>
            db.Certificates.Find(row => row.Record.TeardownId == teardown)?.Record);

    public Task<Page<CertificateRecord>> ListAsync(
        ShopDomain? shop, PageRequest page, CancellationToken cancellationToken) =>
        effects.Do(process, "certificates.list", () => new Page<CertificateRecord>(
            [
                .. db.Certificates.Where(row => shop is null || row.Shop == shop).Select(row => row.Record)
                    .Reverse().Take(page.Limit),
            ],
            null));
}
