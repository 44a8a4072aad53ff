using Shopkeeper.EndToEnd.Tests.Participants;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Compliance;

/// <summary>
/// A service on each database with a participant that holds customers' data, and with a watchdog that soon misses a
/// redact. Started by the first test that asks; the tests of a class take turns.
/// </summary>
public sealed class DeskServices : IAsyncDisposable
{
    private readonly Dictionary<DatabaseKind, NodeParticipant> _nodes =
        Enum.GetValues<DatabaseKind>().ToDictionary(kind => kind, _ => new NodeParticipant());

    private readonly Dictionary<DatabaseKind, Task<ShopkeeperProcess>> _services = [];

    /// <summary>The service and its participant, which runs.</summary>
    internal async Task<(ShopkeeperProcess Service, NodeParticipant Node)> OnAsync(DatabaseKind kind)
    {
        var node = _nodes[kind];
        if (!_services.TryGetValue(kind, out var started))
        {
            await node.StartAsync();
            started = _services[kind] = ShopkeeperProcess.StartAsync(kind, Settings(node));
        }

        var service = await started;
        service.Ledger.Add("a participant's secret", node.Secret);
        return (service, node);
    }

    /// <summary>Ends them all, also when the log of one holds what it must not: that counts as a failed test.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.Values) await (await service).DisposeAsync();
        foreach (var node in _nodes.Values) await node.DisposeAsync();
    }

    private static Dictionary<string, string?> Settings(NodeParticipant node)
    {
        var settings = node.Settings();
        settings["Participants:documents:Customers"] = "true";
        settings["Compliance:ParticipantAttempts"] = "1000";
        settings["Compliance:RedactExpectedWithin"] = "00:00:01";
        settings["Compliance:WatchEvery"] = "00:00:00.3";
        settings["Teardown:ParticipantAttempts"] = "1000";
        return settings;
    }
}
