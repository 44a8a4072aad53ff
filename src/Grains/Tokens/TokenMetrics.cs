using System.Diagnostics.Metrics;

namespace Shopkeeper.Grains.Tokens;

/// <summary>Counts what becomes of refreshes.</summary>
internal sealed class TokenMetrics
{
    private readonly Counter<long> _refreshed;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _unrefreshed;
    private readonly Counter<long> _withheld;
    private readonly Counter<long> _clientRefused;
    private readonly Counter<long> _migrated;
    private readonly Counter<long> _lasting;

    /// <summary>Makes the counters.</summary>
    public TokenMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create("Shopkeeper");
        _refreshed = meter.CreateCounter<long>(
            "shopkeeper.tokens.refreshed", unit: "{grant}", description: "Pairs that a refresh replaced.");
        _failed = meter.CreateCounter<long>(
            "shopkeeper.tokens.refresh_failed", unit: "{refresh}", description: "Refreshes that came to nothing.");
        _unrefreshed = meter.CreateCounter<long>(
            "shopkeeper.tokens.handed_out_unrefreshed", unit: "{token}",
            description: "Tokens handed out shortly before their expiry, because they could not be refreshed.");
        _withheld = meter.CreateCounter<long>(
            "shopkeeper.tokens.withheld", unit: "{token}", description: "Expired tokens that were asked for.");
        _clientRefused = meter.CreateCounter<long>(
            "shopkeeper.tokens.client_refused", unit: "{refresh}",
            description: "Refreshes for which Shopify refused the app's own id or secret.");
        _migrated = meter.CreateCounter<long>(
            "shopkeeper.tokens.migrated", unit: "{grant}", description: "Tokens without expiry that were replaced.");
        _lasting = meter.CreateCounter<long>(
            "shopkeeper.tokens.granted_lasting", unit: "{grant}",
            description: "Tokens without expiry that were granted where a pair was asked for.");
    }

    /// <summary>A new pair was stored.</summary>
    public void CountRefreshed() => _refreshed.Add(1);

    /// <summary>A refresh came to nothing.</summary>
    /// <param name="reason">Why, as one of few codes.</param>
    public void CountFailed(string reason) => _failed.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>A token was handed out that should have been refreshed before.</summary>
    public void CountUnrefreshed() => _unrefreshed.Add(1);

    /// <summary>An expired token was asked for, and not handed out.</summary>
    public void CountWithheld() => _withheld.Add(1);

    /// <summary>The app's own id or secret was refused: an alarm.</summary>
    public void CountClientRefused() => _clientRefused.Add(1);

    /// <summary>A token without expiry was replaced.</summary>
    public void CountMigrated() => _migrated.Add(1);

    /// <summary>Shopify was asked for a pair and granted a token without expiry.</summary>
    public void CountLasting() => _lasting.Add(1);
}
