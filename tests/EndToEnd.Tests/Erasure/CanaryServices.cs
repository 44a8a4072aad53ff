using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Erasure;

/// <summary>
/// On each database the service in which everything was planted, for the tests that end one of its shops: they take
/// turns. Started by the first test that asks.
/// </summary>
[CollectionDefinition(Name)]
public sealed class CanaryServices : ICollectionFixture<CanaryServices>, IAsyncDisposable
{
    internal const string Name = "canaries";

    private readonly Dictionary<DatabaseKind, Task<CanaryWorld>> _worlds = [];

    /// <summary>Runs a test on a database. What it fails with is told before what stands in the log.</summary>
    internal async Task RunAsync(DatabaseKind kind, Func<CanaryWorld, Task> test)
    {
        if (!_worlds.TryGetValue(kind, out var begun)) begun = _worlds[kind] = CanaryWorld.BeginAsync(kind);
        var world = await begun;
        try
        {
            await test(world);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"{failure.Message}\nThe log:\n{world.Service.LastLines}", failure);
        }
    }

    /// <summary>Ends them all, also when the log of one holds what it must not: that counts as a failed test.</summary>
    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_worlds.Values.Where(world => world.IsCompletedSuccessfully)
            .Select(async world => await (await world).DisposeAsync()));
}
