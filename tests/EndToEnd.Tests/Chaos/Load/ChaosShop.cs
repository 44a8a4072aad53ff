using System.Collections.Concurrent;
using System.Net;
using Shopkeeper.EndToEnd.Tests.Chaos.Places;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.EndToEnd.Tests.Chaos.Load;

/// <summary>A shop, and what the service has promised it.</summary>
internal sealed class ChaosShop(Merchant merchant)
{
    // They live for a minute, and all of them are looked for in the logs.
    private static readonly TimeSpan TokenKept = TimeSpan.FromSeconds(12);
    private readonly HashSet<Guid> _reset = [];
    private readonly HashSet<Guid> _overtaken = [];
    private volatile HeldToken? _token;

    /// <summary>The shop.</summary>
    public Merchant Merchant => merchant;

    /// <summary>Its stays that have ended.</summary>
    public List<Guid> Ended { get; } = [];

    /// <summary>The stay that goes on; null when there is none.</summary>
    public Guid? Current { get; private set; }

    /// <summary>All of its stays, the first one first.</summary>
    public Guid[] Stays => Current is { } current ? [.. Ended, current] : [.. Ended];

    /// <summary>Jobs that were accepted for the stay that goes on.</summary>
    public ConcurrentQueue<Guid> Jobs { get; } = new();

    /// <summary>The number that the configuration certainly held last, and those that it may hold instead.</summary>
    public (int Certain, IReadOnlyCollection<int> Possible) Configuration { get; private set; } = (0, []);

    /// <summary>A session token of the owner's, as App Bridge holds it: another one when it may be too old.</summary>
    public async Task<string> ReadTokenAsync()
    {
        if (_token is { } held && TimeProvider.System.GetElapsedTime(held.Since) < TokenKept) return held.Text;
        var since = TimeProvider.System.GetTimestamp();
        var text = await merchant.MintTokenAsync(new SessionTokenRequest { UserId = merchant.OwnerId });
        _token = new HeldToken(text, since);
        return text;
    }

    /// <summary>Opens a shop at Shopify.</summary>
    public static async Task<ChaosShop> OpenAsync(ChaosCluster cluster, string prefix) =>
        new(await Merchant.OpenAsync(cluster.Silos[0].Service, prefix, products: 5));

    /// <summary>The merchant installs the app, and its page is opened until it is served.</summary>
    public async Task InstallAsync(Caller caller)
    {
        await merchant.InstallAtShopifyAsync();
        _token = null;
        await ReadSessionAsync(caller, "a new stay has begun", Ended.Count > 0 ? Ended[^1] : null);
    }

    /// <summary>The merchant comes back by the app's own address, and grants all anew.</summary>
    public async Task GrantAnewAsync(Caller caller, ReturningMerchant returning)
    {
        _token = null;
        await returning.InstallAsync(merchant);
        _overtaken.Add(Ended[^1]);
        await ReadSessionAsync(caller, "the stay after an operator's end is served", Ended[^1]);
    }

    /// <summary>
    /// Whether a stay of its was ended by an operator, and the merchant was perhaps faster than the call that was to
    /// take its access: that is the next stay's then.
    /// </summary>
    public bool WasOvertaken(Guid stay) => _overtaken.Contains(stay);

    /// <summary>
    /// Whether these stays of its are one to who sends deliveries: nothing but resets lies between them.
    /// </summary>
    public bool AreJoinedByResets(IEnumerable<Guid> stays)
    {
        var all = Stays;
        var places = stays.Select(stay => Array.IndexOf(all, stay)).Order().ToArray();
        return places[0] >= 0 && all[places[0]..places[^1]].All(_reset.Contains);
    }

    /// <summary>Writes the next number into the configuration, if nobody was faster.</summary>
    public async Task ConfigureAsync(Caller caller, int number)
    {
        using var read = await caller.TryAsync(
            "the configuration", Caller.ByApp(this, HttpMethod.Get, "/api/configuration"));
        if (read is not { StatusCode: HttpStatusCode.OK }) return;
        var version = read.Headers.ETag?.ToString() ?? "*";
        using var written = await caller.TryAsync(
            "the configuration",
            Caller.ByApp(this, HttpMethod.Put, "/api/configuration", new { number }, ifMatch: version));
        if (written is { StatusCode: HttpStatusCode.OK or HttpStatusCode.NoContent }) Configuration = (number, []);
        else if (written?.StatusCode != HttpStatusCode.PreconditionFailed)
            Configuration = (Configuration.Certain, [.. Configuration.Possible, number]);
    }

    /// <summary>Starts a job.</summary>
    public async Task StartJobAsync(Caller caller)
    {
        var key = Keys.RandomText(12);
        var started = await caller.UntilAsync(
            "a job is accepted",
            Caller.ByApp(this, HttpMethod.Post, "/api/jobs", new { kind = "catalog-sync" }, key: key),
            (status, _) => status == HttpStatusCode.Accepted);
        Jobs.Enqueue(started.GetProperty("id").GetGuid());
    }

    /// <summary>The merchant uninstalls the app at Shopify.</summary>
    public async Task UninstallAsync(ChaosCluster cluster)
    {
        await cluster.Cluster.Deployment.Shopify.Control.UninstallAsync(
            merchant.Domain, new UninstallRequest(), CancellationToken.None);
        End();
    }

    /// <summary>An operator ends the stay.</summary>
    public async Task EndByOperatorAsync(Caller caller)
    {
        // The same order each time: its key tells a repetition from another order.
        var key = Keys.RandomText(12);
        await caller.UntilAsync(
            "an operator's order to uninstall is accepted",
            Caller.ByOperator(
                HttpMethod.Post, $"shops/{merchant.Domain}/uninstall",
                new { reason = "test", confirm = merchant.Domain }, key),
            (status, _) => status == HttpStatusCode.Accepted);
        End();
    }

    /// <summary>An operator resets the shop.</summary>
    public async Task ResetAsync(Caller caller)
    {
        var key = Keys.RandomText(12);
        await caller.UntilAsync(
            "an operator's order to reset is accepted",
            Caller.ByOperator(
                HttpMethod.Post, $"shops/{merchant.Domain}/reset",
                new { reason = "test", confirm = merchant.Domain }, key),
            (status, _) => status == HttpStatusCode.Accepted);
        var before = Current;
        End();
        _reset.Add(Ended[^1]);
        await ReadSessionAsync(caller, "the stay after a reset is served", before);
    }

    private void End()
    {
        Ended.Add(Current ?? throw new InvalidOperationException("There is no stay to end."));
        (Current, Configuration) = (null, (0, []));
        Jobs.Clear();
    }

    private async Task ReadSessionAsync(Caller caller, string what, Guid? before)
    {
        var session = await caller.UntilAsync(
            what,
            Caller.ByApp(this, HttpMethod.Get, "/api/session"),
            (status, json) => status == HttpStatusCode.OK && json.GetProperty("installationId").GetGuid() != before);
        Current = session.GetProperty("installationId").GetGuid();
    }

    private sealed record HeldToken(string Text, long Since);
}
