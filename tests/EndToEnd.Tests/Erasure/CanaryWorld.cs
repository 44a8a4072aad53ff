using Shopkeeper.EndToEnd.Tests.Canaries;
using Shopkeeper.EndToEnd.Tests.Participants;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Erasure;

/// <summary>
/// A service with three shops in which everything was planted, here and at a participant outside: one leaves, one is
/// reset, and one stays as it is.
/// </summary>
internal sealed class CanaryWorld : IAsyncDisposable
{
    private readonly HashSet<CanaryLife> _gone = [];

    private CanaryWorld(ShopkeeperProcess service, NodeParticipant outside, CanaryLife[] lives) =>
        (Service, Outside, Leaves, Renewed, Stays) = (service, outside, lives[0], lives[1], lives[2]);

    /// <summary>The service, whose log tells all there is.</summary>
    public ShopkeeperProcess Service { get; }

    /// <summary>Another process, in another language, that holds data of the shops.</summary>
    public NodeParticipant Outside { get; }

    /// <summary>The shop whose merchant uninstalls the app.</summary>
    public CanaryLife Leaves { get; }

    /// <summary>The shop that an operator resets.</summary>
    public CanaryLife Renewed { get; }

    /// <summary>The shop to which nothing may happen.</summary>
    public CanaryLife Stays { get; }

    /// <summary>Starts it, plants everything, and proves that no table was left out.</summary>
    public static async Task<CanaryWorld> BeginAsync(DatabaseKind kind)
    {
        var outside = new NodeParticipant();
        await outside.StartAsync();
        var settings = new Dictionary<string, string?>(outside.Settings().Concat(ServiceSettings.AllTold))
        {
            ["Jobs:MaxAttempts"] = "100",
        };
        var service = await ShopkeeperProcess.StartAsync(kind, settings);
        try
        {
            service.Ledger.Add("a participant's secret", outside.Secret);
            var world = new CanaryWorld(service, outside, await PlantAsync(service));
            CanaryLife[] lives = [world.Leaves, world.Renewed, world.Stays];
            foreach (var life in lives) await outside.PutAsync(life.Shop, "report", life.InFile);
            await Planted.AssertEveryTableHoldsARowAsync(
                service, await Task.WhenAll(lives.Select(world.GatherAsync)));
            return world;
        }
        catch
        {
            await service.DisposeAsync();
            await outside.DisposeAsync();
            throw;
        }
    }

    /// <summary>What is stored of a shop now, and of no other that is still there.</summary>
    public Task<Evidence> GatherAsync(CanaryLife life)
    {
        CanaryLife[] all = [Leaves, Renewed, Stays];
        return Evidence.GatherAsync(Service, life, [.. all.Where(one => one != life && !_gone.Contains(one))]);
    }

    /// <summary>
    /// Says that nothing is stored of a shop any more, so that the tests may come in any order: they share one world.
    /// </summary>
    public void Forget(CanaryLife life) => _gone.Add(life);

    /// <summary>The shop that stays has all that it had.</summary>
    public async Task AssertStillThereAsync(Evidence kept)
    {
        var database = await Evidence.ReadDatabaseAsync(Service);
        var missing = kept.Stored.Where(needle => !database.Any(one => one.Contains(needle))).ToArray();
        Assert.True(missing.Length == 0, $"The neighbour lost {string.Join(", ", missing.Select(one => one.What))}");
        Assert.Contains(Haystack.OfFolder(Service.FilesRoot), file => file.Text == Stays.InFile);
        Assert.Equal(0, await Service.ReadResidueAsync(Stays.Shop));
    }

    /// <summary>The store outside names the stay that ended nowhere, in no path and in no file.</summary>
    public void AssertErasedOutside(IReadOnlyList<Needle> needles, CanaryLife ended, Guid installation)
    {
        var files = Outside.ReadFiles();
        var names = new Needle("the installation", $"{installation}");
        Assert.Empty(files.SelectMany(
            file => new Haystack(file.Key, file.Key + file.Value).FindAny([.. needles, names])));
        var document = Assert.Single(
            files, file => file.Key.StartsWith("documents", StringComparison.Ordinal)
                && file.Key.Contains($"{Stays.Shop.InstallationId}", StringComparison.Ordinal));
        Assert.Contains(Stays.InFile, document.Value, StringComparison.Ordinal);
        Assert.DoesNotContain(ended.Shop.Domain, Outside.ReadLog(), StringComparison.Ordinal);
    }

    /// <summary>The log tells of the stay that ended, at its most talkative, and nothing that was the shop's.</summary>
    public void AssertLogHoldsNone(Evidence gone, Guid installation)
    {
        var log = Service.ReadLogs();
        Assert.Contains("TRACE", log, StringComparison.Ordinal);
        Assert.Contains($"{installation}", log, StringComparison.Ordinal);
        Assert.Empty(new Haystack("log", log).FindAny(gone.Plain));
    }

    /// <summary>Stops the service and searches its log once more, for everything of all three.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Service.DisposeAsync();
        }
        finally
        {
            await Outside.DisposeAsync();
        }
    }

    private static async Task<CanaryLife[]> PlantAsync(ShopkeeperProcess service)
    {
        var lives = await Task.WhenAll(
            ((string[])["leaves", "renewed", "stays"]).Select(name => CanaryLife.BeginAsync(service, name)));
        await service.StopAsync();
        await StorageBeside.UseAsync(service, async stores =>
        {
            foreach (var life in lives) await life.PlantBesideAsync(stores, ends: life != lives[^1]);
        });
        await service.StartAsync();
        foreach (var life in lives) await life.StartEndlessJobAsync();
        return lives;
    }
}
