using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Shopkeeper.EndToEnd.Tests.Chaos.Places;

/// <summary>
/// A network for the traffic between silos and for nothing else: a namespace for each, joined by a bridge in one of its
/// own, so that nothing of the machine's network is touched. A silo whose port is taken off the bridge sends into the
/// void, without any refusal.
/// </summary>
internal sealed class SiloNetwork : IAsyncDisposable
{
    private const string Prefix = "shopkeeper-chaos";
    private static readonly TimeSpan ReachDeadline = TimeSpan.FromSeconds(1);
    private readonly string _hub;
    private readonly List<NetworkNamespace> _places = [];

    private SiloNetwork(string hub) => _hub = hub;

    /// <summary>Makes a network; says why not, where the system or the user's rights don't allow it.</summary>
    public static async Task<(SiloNetwork? Network, string Told)> TryCreateAsync(int silos)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return (null, "no network namespaces: not root on Linux");
        var network = new SiloNetwork($"{Prefix}-{Environment.ProcessId}-hub");
        try
        {
            await RemoveLeftAsync();
            await network.BuildAsync(silos);
            return (network, "network namespaces");
        }
        catch (InvalidOperationException refused)
        {
            await network.DisposeAsync();
            return (null, $"no network namespaces: {refused.Message.ReplaceLineEndings(" ").Trim()}");
        }
    }

    /// <summary>A silo's namespace.</summary>
    public NetworkNamespace Of(int silo) => _places[silo];

    /// <summary>A silo's address in the network.</summary>
    public static IPAddress AddressOf(int silo) => new([10, 251, 0, (byte)(silo + 1)]);

    /// <summary>Takes a silo off the bridge.</summary>
    public Task PartAsync(int silo) => HubAsync("link", "set", PortOf(silo), "nomaster");

    /// <summary>Puts it back.</summary>
    public Task JoinAsync(int silo) => HubAsync("link", "set", PortOf(silo), "master", "br0");

    /// <summary>
    /// Whether one silo reaches another: a refusal by the other, whose port 9 is closed, is an answer too.
    /// </summary>
    public async Task<bool> ReachesAsync(int from, int to)
    {
        using var socket = _places[from].MakeSocket();
        using var limit = new CancellationTokenSource(ReachDeadline, TimeProvider.System);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(AddressOf(to), 9), limit.Token);
            return true;
        }
        catch (SocketException failed)
        {
            return failed.SocketErrorCode == SocketError.ConnectionRefused;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var place in _places) place.Dispose();
        await RemoveAsync(name => name.StartsWith(_hub[..^"hub".Length], StringComparison.Ordinal));
    }

    private async Task BuildAsync(int silos)
    {
        await Shell.RunAsync("ip", "netns", "add", _hub);
        await HubAsync("link", "add", "br0", "type", "bridge");
        await HubAsync("link", "set", "br0", "up");
        for (var silo = 0; silo < silos; silo++)
        {
            var name = $"{Prefix}-{Environment.ProcessId}-{silo}";
            _places.Add(await NetworkNamespace.CreateAsync(name));
            await HubAsync("link", "add", PortOf(silo), "type", "veth", "peer", "name", "eth0", "netns", name);
            await HubAsync("link", "set", PortOf(silo), "master", "br0", "up");
            await Shell.RunAsync("ip", "-n", name, "addr", "add", $"{AddressOf(silo)}/24", "dev", "eth0");
            await Shell.RunAsync("ip", "-n", name, "link", "set", "eth0", "up");
        }
    }

    private static string PortOf(int silo) => $"port{silo}";

    private Task<string> HubAsync(params string[] command) => Shell.RunAsync("ip", ["-n", _hub, .. command]);

    // What a killed test process left.
    private static Task RemoveLeftAsync() => RemoveAsync(name =>
        name.StartsWith(Prefix, StringComparison.Ordinal)
        && int.TryParse(name.Split('-')[2], CultureInfo.InvariantCulture, out var process)
        && !Directory.Exists($"/proc/{process}"));

    private static async Task RemoveAsync(Func<string, bool> condition)
    {
        var listed = await Shell.RunAsync("ip", "netns", "list");
        foreach (var name in listed.Split('\n').Select(line => line.Split(' ')[0]).Where(condition))
            await Shell.RunAsync("ip", "netns", "delete", name);
    }
}
