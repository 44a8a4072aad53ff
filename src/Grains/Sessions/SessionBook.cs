using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Sessions;

/// <summary>
/// Records each session the first time it is seen. One book for an activation of a shop; its calls interleave, but no
/// two run at the same instant.
/// </summary>
internal sealed partial class SessionBook(
    ISessionStore store, IOptions<SessionsOptions> options, TimeProvider clock, ILogger<SessionBook> logger)
{
    private static readonly SessionClaim Own = new();

    private readonly Dictionary<SessionClaim, long> _seen = [];
    private readonly Queue<SessionClaim> _order = new();
    private readonly Dictionary<SessionClaim, Task> _writing = [];
    private InstallationId _owner;

    // In the clock's own units: longer ago than any session counts as known.
    private long ForgottenFor => (long)(options.Value.SeenFor.TotalSeconds * clock.TimestampFrequency) + 1;

    /// <summary>True when users' sessions want online tokens.</summary>
    public bool WantsOnline => options.Value.Online;

    /// <summary>True when the session needs no recording.</summary>
    public bool HasSeen(Installation installation, SessionClaim claim)
    {
        ArgumentNullException.ThrowIfNull(installation);
        ArgumentNullException.ThrowIfNull(claim);
        return installation.Id == _owner
            && _seen.TryGetValue(Key(claim), out var at)
            && clock.GetElapsedTime(at) < options.Value.SeenFor;
    }

    /// <summary>Ends when the session is recorded; at once if it was seen before.</summary>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    public async Task EnsureSeenAsync(
        Installation installation, SessionClaim claim, CancellationToken cancellationToken)
    {
        if (HasSeen(installation, claim)) return;
        BelongTo(installation.Id);
        await RecordOnceAsync(installation, Key(claim)).WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Records the installation's own session, under which background work runs. That the store does not answer is no
    /// reason to fail a stay that has begun: it is logged, and the first token without a user makes up for it.
    /// </summary>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    public async Task TryRecordOwnAsync(Installation installation, CancellationToken cancellationToken)
    {
        try
        {
            await EnsureSeenAsync(installation, Own, cancellationToken);
        }
        catch (StorageUnavailableException fault)
        {
            LogOwnMissing(installation.Id, fault.Code);
        }
    }

    /// <summary>Has the session recorded again when it comes back.</summary>
    public void Forget(SessionClaim claim)
    {
        ArgumentNullException.ThrowIfNull(claim);

        // Not taken out: its place in the order is left as it is.
        if (_seen.ContainsKey(Key(claim))) _seen[Key(claim)] = clock.GetTimestamp() - ForgottenFor;
    }

    // A token without a user belongs to the installation's own session, whatever its id.
    private static SessionClaim Key(SessionClaim claim) => claim.UserId is null ? Own : claim;

    private void BelongTo(InstallationId installation)
    {
        if (_owner == installation) return;
        _owner = installation;
        _seen.Clear();
        _order.Clear();
        _writing.Clear();
    }

    // Requests of a page arrive together: the first writes, the others wait for the same write.
    private Task RecordOnceAsync(Installation installation, SessionClaim claim)
    {
        if (_writing.TryGetValue(claim, out var writing)) return writing;
        var write = RecordAsync(installation, claim);
        if (!write.IsCompleted) _writing[claim] = write;
        return write;
    }

    private async Task RecordAsync(Installation installation, SessionClaim claim)
    {
        try
        {
            await store.SaveAsync(installation.Id, Session(installation, claim), CancellationToken.None);
            if (installation.Id == _owner) Remember(claim);
        }
        finally
        {
            if (installation.Id == _owner) _writing.Remove(claim);
        }
    }

    private void Remember(SessionClaim claim)
    {
        var isNew = !_seen.ContainsKey(claim);
        _seen[claim] = clock.GetTimestamp();
        if (!isNew) return;
        _order.Enqueue(claim);
        if (_order.Count > options.Value.RememberedPerShop) _seen.Remove(_order.Dequeue());
    }

    private StoredSession Session(Installation installation, SessionClaim claim) => new()
    {
        Id = claim.UserId is null
            ? SessionIds.OfInstallation(installation.Shop)
            : SessionIds.OfUser(installation.Shop, claim.UserId),
        IsOnline = claim.UserId is not null,
        UserId = claim.UserId,
        ShopifySessionId = claim.SessionId,
        SeenAt = clock.GetUtcNow(),
    };
}
