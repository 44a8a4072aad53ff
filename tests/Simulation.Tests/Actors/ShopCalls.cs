using Shopkeeper.Grains.Abstractions.Configuration;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Shops;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Actors;

/// <summary>Calls to a shop's actor.</summary>
internal sealed class ShopCalls(SimulatedCluster cluster, SimulatedProcess caller, GrainId id) : IShopLifecycle
{
    public Task<Installation?> GetCurrentAsync(CancellationToken cancellationToken) =>
        CallAsync("shop.get-current", shop => shop.GetCurrentAsync(CancellationToken.None));

    public Task<AcceptGrantReply> AcceptGrantAsync(NewGrant command, CancellationToken cancellationToken) =>
        CallAsync("shop.accept-grant", shop => shop.AcceptGrantAsync(command, CancellationToken.None));

    public Task<EndReply> EndAsync(EndCommand command, CancellationToken cancellationToken) =>
        CallAsync("shop.end", shop => shop.EndAsync(command, CancellationToken.None));

    public Task<EndReply> ResetAsync(ResetCommand command, CancellationToken cancellationToken) =>
        CallAsync("shop.reset", shop => shop.ResetAsync(command, CancellationToken.None));

    public Task<int> ForgetAsync(InstallationId installation, CancellationToken cancellationToken) =>
        CallAsync("shop.forget", shop => shop.ForgetAsync(installation, CancellationToken.None));

    public Task<bool> DrainAsync() => CallAsync("shop.drain", shop => shop.DrainAsync(CancellationToken.None));

    public Task TickAsync() => TellAsync("shop.tick", shop => shop.ReceiveReminder(ShopReminder.Name, default));

    public Task<ConfigurationDocument?> GetConfigurationAsync() =>
        CallAsync("shop.get-configuration", shop => ((IShopConfiguration)shop).GetAsync(CancellationToken.None));

    public Task<PutConfigurationReply> ConfigureAsync(PutConfiguration command) =>
        CallAsync("shop.configure", shop => shop.PutAsync(command, CancellationToken.None));

    /// <summary>One way: nobody waits, and nobody hears of a fault.</summary>
    public Task ReadAgainAsync(CancellationToken cancellationToken)
    {
        _ = TellAsync("shop.read-again", shop => shop.ReadAgainAsync(CancellationToken.None));
        return Task.CompletedTask;
    }

    private Task<bool> TellAsync(string name, Func<ShopGrain, Task> call) =>
        cluster.CallAsync(caller, id, name, grain => call((ShopGrain)grain));

    private Task<T> CallAsync<T>(string name, Func<ShopGrain, Task<T>> call) =>
        cluster.CallAsync(caller, id, name, grain => call((ShopGrain)grain));
}
