using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.Stays;

namespace Shopkeeper.Simulation.Tests.Bugs;

/// <summary>A refresh whose intent is written down and not heeded: who comes second goes on all the same.</summary>
internal sealed class RefreshTwice : Bug
{
    public override IGrantStore Grants(
        IGrantStore grants, Effects effects, SimulatedProcess process, StayTable database) =>
        new Heedless(grants);

    private sealed class Heedless(IGrantStore inner) : GrantStoreAround(inner)
    {
        public override async Task<bool> TryBeginRefreshAsync(
            InstallationId installation, long version, Guid holder, TimeSpan lease,
            CancellationToken cancellationToken)
        {
            await base.TryBeginRefreshAsync(installation, version, holder, lease, cancellationToken);
            return true;
        }
    }
}
