using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Storage.Tests.Teardowns;

namespace Shopkeeper.Storage.Tests.Compliance;

/// <summary>The certificate of a stay that has ended.</summary>
internal static class Certifying
{
    /// <summary>Purges what is left of the stay, and certifies it.</summary>
    /// <returns>The certificate's id.</returns>
    public static async Task<Guid> CertifyAsync(
        this IServiceProvider services, Installation stay, CancellationToken cancellationToken)
    {
        var teardowns = services.GetRequiredService<ITeardownStore>();
        var teardown = (await teardowns.FindByInstallationAsync(stay.Id, cancellationToken))!;
        var subject = new ErasureSubject { Installation = stay.Id, Shop = stay.Shop };
        await services.GetRequiredService<IErasure>().PurgeRestAsync(subject, cancellationToken);
        var certificate = Samples.Certificate(teardown, TimeProvider.System.GetUtcNow());
        Assert.True(await teardowns.CertifyAsync(teardown, certificate, cancellationToken));
        return certificate.Id;
    }
}
