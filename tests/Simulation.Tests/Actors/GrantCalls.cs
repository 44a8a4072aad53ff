using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Lifecycle;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Actors;

/// <summary>Calls to the keeper of a grant.</summary>
internal sealed class GrantCalls(SimulatedCluster cluster, SimulatedProcess caller, GrainId id) : IGrantKeeper
{
    public Task<TokenReply> GetTokenAsync(GrantUse use, CancellationToken cancellationToken) =>
        cluster.CallAsync(caller, id, "grant.get-token", async grain =>
        {
            var keeper = (GrantGrain)grain;
            var reply = await keeper.GetTokenAsync(use, CancellationToken.None);
            cluster.OnTokenGiven((Activation)keeper.GrainContext, reply, use);
            return reply;
        });

    public Task ReportFailedAsync(
        AccessToken used, AdminFailureKind kind, string? errorCode, CancellationToken cancellationToken) =>
        TellAsync(
            "grant.report-failed", keeper => keeper.ReportFailedAsync(used, kind, errorCode, CancellationToken.None));

    public Task ReportAcceptedAsync(AccessToken accepted, CancellationToken cancellationToken) =>
        TellAsync("grant.report-accepted", keeper => keeper.ReportAcceptedAsync(accepted, CancellationToken.None));

    public Task<bool> DestroyAsync(CancellationToken cancellationToken) =>
        CallAsync("grant.destroy", keeper => keeper.DestroyAsync(CancellationToken.None));

    public Task<AccessCheck> CheckAsync(CancellationToken cancellationToken) => cluster.CallAsync(
        caller, id, "grant.check", grain => ((IGrantKeeper)grain).CheckAsync(CancellationToken.None),
        interleaves: true);

    public Task KeepWarmAsync(CancellationToken cancellationToken) =>
        TellAsync("grant.keep-warm", keeper => keeper.KeepWarmAsync(CancellationToken.None));

    public Task MigrateAsync(CancellationToken cancellationToken) =>
        TellAsync("grant.migrate", keeper => keeper.MigrateAsync(CancellationToken.None));

    private Task<bool> TellAsync(string name, Func<IGrantKeeper, Task> call) =>
        cluster.CallAsync(caller, id, name, grain => call((IGrantKeeper)grain));

    private Task<T> CallAsync<T>(string name, Func<IGrantKeeper, Task<T>> call) =>
        cluster.CallAsync(caller, id, name, grain => call((IGrantKeeper)grain));
}
