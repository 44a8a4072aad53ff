using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Shopify;
using Shopkeeper.Simulation.Tests.Platform;
using Shopkeeper.Simulation.Tests.Jobs;
using Shopkeeper.Simulation.Tests.Stores;
using Shopkeeper.Simulation.Tests.Tokens;

namespace Shopkeeper.Simulation.Tests.World;

/// <summary>
/// Knows what was ordered and answered, and looks after each step for what must never be. It reads the tables and asks
/// none of the service's classes.
/// </summary>
internal sealed class WorldModel
{
    private readonly SimulatedWorld _world;
    private readonly Dictionary<InstallationId, Installation> _ended = [];
    private readonly Dictionary<InstallationId, HashSet<string>> _written = [];
    private readonly HashSet<InstallationId> _reset = [];
    private readonly HashSet<InstallationId> _replayed = [];
    private readonly List<DateTimeOffset> _unattested = [];
    private readonly List<InstallationId> _stateful = [];
    private readonly List<ShopDomain> _current = [];
    private int _certificates;

    public WorldModel(SimulatedWorld world)
    {
        _world = world;
        (Tokens, Jobs) = (new TokenModel(world), new JobModel(world));
        Configurations = new ConfigurationModel(world.Kernel);
        (Orders, Residue) = (new OrderModel(world), new ResidueModel(world));
        world.Shopify.OnRevoked = RequireNobodyHarmed;
    }

    public TokenModel Tokens { get; }

    public JobModel Jobs { get; }

    /// <summary>What operators have ordered.</summary>
    public OrderModel Orders { get; }

    /// <summary>Finds what is left of stays.</summary>
    public ResidueModel Residue { get; }

    /// <summary>Stays of whose teardown an operator gave a step up.</summary>
    public HashSet<InstallationId> Waived { get; } = [];

    /// <summary>What somebody replayed, by the ids under which he did.</summary>
    public Dictionary<string, OutgoingDelivery> Replayed { get; } = new(StringComparer.Ordinal);

    /// <summary>Deliveries that were answered with 200, by id.</summary>
    public Dictionary<string, OutgoingDelivery> Accepted { get; } = new(StringComparer.Ordinal);

    /// <summary>What shops' actors have stored.</summary>
    public ConfigurationModel Configurations { get; }

    /// <summary>Every stay that has ended so far.</summary>
    public IReadOnlyDictionary<InstallationId, Installation> Ended => _ended;

    private SimulatedDatabase Database => _world.Database;

    /// <summary>The writer was told that its row is there.</summary>
    public void Written(InstallationId installation, string row)
    {
        if (!_written.TryGetValue(installation, out var rows)) _written.Add(installation, rows = []);
        rows.Add(row);
    }

    /// <summary>True where a reset ended the stay.</summary>
    public bool WasReset(InstallationId stay) => _reset.Contains(stay);

    public void AfterStep()
    {
        _current.Clear();
        foreach (var row in Database.Installations.Values)
        {
            if (row.IsCurrent)
            {
                Require(!_current.Contains(row.Value.Shop), "Two stays of one shop are current");
                _current.Add(row.Value.Shop);
            }
            else if (_ended.TryAdd(row.Value.Id, row.Value))
            {
                RequireCause(row.Value);
            }
        }

        RequireStatesStand();
        Tokens.AfterStep();
        Jobs.AfterStep();
        for (; _certificates < Database.Certificates.Count; _certificates++)
            RequireHonest(Database.Certificates[_certificates]);
    }

    /// <summary>What was written and answered for whoever is installed is there.</summary>
    public void RequireNothingLost()
    {
        foreach (var (installation, rows) in _written)
        {
            if (Database.Installations.GetValueOrDefault(installation) is not { IsCurrent: true }) continue;
            foreach (var row in rows)
            {
                Require(
                    Database.RowsOf(installation).Contains(("user_preferences", row)),
                    $"Invariant 3: row {row} of a current stay is gone");
            }
        }
    }

    private void Require(bool holds, string what) => _world.Kernel.Require(holds, what);

    // What a current stay's actor has stored is there for as long as the stay is.
    private void RequireStatesStand()
    {
        for (var at = _stateful.Count - 1; at >= 0; at--)
        {
            var stay = _stateful[at];
            if (Database.Installations.GetValueOrDefault(stay) is not { IsCurrent: true }) _stateful.RemoveAt(at);
            else Require(HasState(stay), "Invariant 5: the state of a current stay is gone");
        }

        foreach (var row in Database.States.Values)
        {
            Configurations.See(row);
            if (!_stateful.Contains(row.Installation)) _stateful.Add(row.Installation);
        }

        Configurations.RequireAnsweredStored();
    }

    private bool HasState(InstallationId stay)
    {
        foreach (var row in Database.States.Values)
        {
            if (row.Installation == stay) return true;
        }

        return false;
    }

    // Nothing ends that nobody ended: an order, or Shopify itself.
    private void RequireCause(Installation ended)
    {
        var cause = Database.Teardowns.GetValueOrDefault(ended.Id)?.Record.Cause;
        Require(cause is not null, "Invariant 6: a stay has ended without a teardown");
        if (cause == EndCause.Reset) _reset.Add(ended.Id);
        var holds = cause switch
        {
            EndCause.Operator or EndCause.Reset => Orders.HasEnded(ended.Id),
            _ => _world.Shopify[ended.Shop].AppInstallation != ended.AppInstallationId
                || IsReplayedBesideARefusal(ended) || WasMisled(ended),
        };
        if (IsReplayedBesideARefusal(ended)) _replayed.Add(ended.Id);
        Require(holds, $"Invariant 5: a stay that Shopify knows was ended for {cause}");
        if (cause is EndCause.EndedBeforeReinstall or EndCause.AppNotInstalled) RequireWithinLimit();
    }

    // Shopify's answers to another app say nothing of ours, but for the time that the mistake lasts: what was held back
    // until it is mended is not ended by what was believed before.
    private bool WasMisled(Installation ended)
    {
        var record = Database.Teardowns[ended.Id].Record;
        return _world.Shopify.Mistake.MayHaveBeenOtherApp(
            record.Probes is [.., var last] ? last.At : record.OpenedAt);
    }

    // However wrong what we are told is, few end by it.
    private void RequireWithinLimit()
    {
        var (now, limit) = (_world.Kernel.Time.Now, Settings.EndLimit.Value);
        _unattested.RemoveAll(at => at <= now - limit.Window);
        _unattested.Add(now);
        Require(
            _unattested.Count <= limit.Minimum,
            $"Invariant 13: {_unattested.Count} stays ended in an hour by nobody's word but the token endpoint's");
    }

    // A captured body under another time, while a grant of the merchant's was lost: for the service each looks as after
    // an uninstall, and together they are two proofs. A body that told of an end before it knows again.
    private bool IsReplayedBesideARefusal(Installation ended) =>
        Database.Teardowns[ended.Id].Record is var record && record.Evidence.Contains(EndEvidence.RefreshRefused)
        && record.Deliveries.Any(hash => Replayed.TryGetValue(WebhookIds.Of(hash), out var told) && !WasTaken(told));

    // Where no stay had ended yet, there was none that the body could be kept with. What was denied is kept nowhere.
    private bool WasTaken(OutgoingDelivery told) => Database.Verdicts.GetValueOrDefault(told.WebhookId) switch
    {
        Verdict.Accepted or Verdict.Stale => true,
        Verdict.UnknownShop => _ended.Values.Any(stay => stay.Shop == told.Shop && stay.EndedAt <= told.TriggeredAt),
        _ => false,
    };

    /// <summary>Who erases by shop finds nothing there that a newer stay wrote.</summary>
    public void RequireOwnLetters(ParticipantContext context)
    {
        foreach (var row in Database.Installations.Values)
        {
            Require(
                row.Value.Shop != context.Shop || row.Value.Generation <= context.Generation
                    || _world.Letters![row.Value.Id] == 0,
                "Invariant 3: a teardown erases in a store keyed by shop what a newer stay wrote");
        }
    }

    private void RequireNobodyHarmed(ShopAtShopify shop, string appInstallation) => Require(
        Database.CurrentOf(shop.Domain)?.Value.AppInstallationId != appInstallation,
        "Invariant 5: a teardown took the access of a stay that is current");

    // At the moment of the certificate nothing is left; what it leaves it says.
    private void RequireHonest(CertificateRow row)
    {
        var record = row.Record;
        Require(Residue.WasCounted(row), "Invariant 2: nobody looked at what was left before the certificate");
        var left = Residue.FindOf(row) ?? Residue.FindLease(row);
        Require(left is null, $"Invariant 2: {left} are there at the certificate");
        // Of deliveries only what came after the end may be there.
        Require(
            !Database.Inbox.Exists(delivery => IsOwn(delivery, _ended[record.Installation], row.Shop)),
            "Invariant 2: deliveries of the stay are there at the certificate");
        foreach (var participant in _world.Participants)
        {
            Require(
                participant[record.Installation] == 0
                    || ((participant.InsideShop || Waived.Contains(record.Installation))
                        && record.Result != CertificateResults.Complete),
                $"Invariant 10: {participant.Name} holds items that the certificate does not tell of");
        }

        Require(
            _world.SharedCache.GetValueOrDefault(record.Installation) == 0
                || (Waived.Contains(record.Installation) && record.Result != CertificateResults.Complete),
            "Invariant 2: the cache holds entries at the certificate");
        Require(
            record.Result != CertificateResults.Complete || !HasAccess(row),
            "Invariant 10: a certificate is complete, and the app has its access to the shop");
        if (!_world.Keys.IsReal) return;
        var verdict = CertificateVerifier.Verify(record.Jws, Jwks.WriteText(_world.Keys));
        Require(
            verdict is CertificateVerdict.Complete or CertificateVerdict.CompleteWithExceptions,
            $"Invariant 10: the certificate does not verify: {verdict}");
    }

    // What a newer stay has, or the one that a reset began, is that one's.
    private bool HasAccess(CertificateRow row)
    {
        var ended = _ended[row.Record.Installation];
        return _world.Shopify[row.Shop].AppInstallation == ended.AppInstallationId && !Residue.HasNewer(row)
            && !_world.Shopify.Mistake.MayHaveBeenOtherAppSince(ended.StartedAt) && !_replayed.Contains(ended.Id);
    }

    // Bound to it, or recorded while it was there: in a reset that is the next one's. What tells of an end or of
    // persons is the shop's.
    private bool IsOwn(InboxRow row, Installation ended, ShopDomain shop) =>
        row.Delivery.Installation == ended.Id
        || (row.Delivery.Installation is null && row.Delivery.Shop == shop && row.Lane != 0 && !WasReset(ended.Id)
            && row.Delivery.RecordedAt < ended.EndedAt);
}
