using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Actors;

/// <summary>Calls to a shop's installer.</summary>
internal sealed class InstallCalls(SimulatedCluster cluster, SimulatedProcess caller, GrainId id) : IInstaller
{
    public Task<InstallReply> InstallWithCodeAsync(InstallWithCode command, CancellationToken cancellationToken) =>
        cluster.CallAsync(caller, id, "install.code", grain =>
            ((IInstaller)grain).InstallWithCodeAsync(command, CancellationToken.None));

    public Task<InstallReply> InstallWithSessionTokenAsync(
        InstallWithSessionToken command, CancellationToken cancellationToken) =>
        cluster.CallAsync(caller, id, "install.session-token", grain =>
            ((IInstaller)grain).InstallWithSessionTokenAsync(command, CancellationToken.None), interleaves: true);
}
