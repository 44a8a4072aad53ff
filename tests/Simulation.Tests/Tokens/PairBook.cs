using System.Globalization;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.OAuth;

namespace Shopkeeper.Simulation.Tests.Tokens;

/// <summary>
/// Shopify's side of one installation's pairs. One of them can be refreshed, beside its predecessor, which stays good
/// until the replacement is used for the first time
/// (https://shopify.dev/changelog/more-resilient-refreshes-for-expiring-offline-access-tokens).
/// </summary>
internal sealed class PairBook(string name)
{
    public static readonly TimeSpan AccessLife = TimeSpan.FromHours(1);
    public static readonly TimeSpan RefreshLife = TimeSpan.FromDays(90);
    private static readonly TimeSpan PredecessorLife = TimeSpan.FromDays(30);

    private readonly Dictionary<AccessToken, Pair> _access = [];
    private readonly Dictionary<AccessToken, Pair> _refresh = [];
    private Pair? _head;
    private Pair? _predecessor;
    private DateTimeOffset _predecessorEndsAt;
    private int _made;

    /// <summary>How many grants a merchant gave: each retires every pair before it.</summary>
    public int Era { get; private set; }

    /// <summary>The app is not installed any more.</summary>
    public bool IsDead { get; set; }

    /// <summary>A merchant gives a new grant: every older refresh token ends at once.</summary>
    public Pair Grant(DateTimeOffset now)
    {
        _predecessor = null;
        Era++;
        return _head = Make(now);
    }

    /// <summary>A new pair for a refresh token; null when it is not good any more.</summary>
    public Pair? Refresh(AccessToken refresh, DateTimeOffset now)
    {
        if (IsDead) return null;
        if (_head is { } head && head.Refresh.Equals(refresh) && now < head.RefreshExpiresAt)
        {
            _predecessor = head;
            var ends = now + PredecessorLife;
            _predecessorEndsAt = ends < head.RefreshExpiresAt ? ends : head.RefreshExpiresAt;
            return _head = Make(now);
        }

        return _predecessor?.Refresh.Equals(refresh) == true && now < _predecessorEndsAt ? _head = Make(now) : null;
    }

    /// <summary>A call with an access token: whether Shopify takes it. The first use retires the predecessor.</summary>
    public bool Use(AccessToken access, DateTimeOffset now)
    {
        if (IsDead || !_access.TryGetValue(access, out var pair) || pair.ExpiresAt <= now) return false;
        if (pair == _head) _predecessor = null;
        return true;
    }

    /// <summary>The grant that a refresh token comes from; null for one of another installation.</summary>
    public string? EraOf(AccessToken refresh) =>
        _refresh.TryGetValue(refresh, out var pair) ? $"{name}/{pair.Era}" : null;

    /// <summary>True when no merchant gave another grant since.</summary>
    public bool IsOfThisEra(AccessToken access) =>
        _access.TryGetValue(access, out var pair) && pair.Era == Era;

    /// <summary>True when a stored pair can be refreshed, in as many calls as that takes.</summary>
    public bool CanGoOn(Grant grant, DateTimeOffset now) =>
        IsGood(grant.RefreshToken, now) || IsGood(grant.Predecessor, now);

    /// <summary>What the token endpoint grants with a pair.</summary>
    public static TokenGrant Answer(Pair pair) => new()
    {
        AccessToken = pair.Access,
        Scopes = AccessScopes.Parse("read_products"),
        ExpiresIn = AccessLife,
        RefreshToken = pair.Refresh,
        RefreshTokenExpiresIn = RefreshLife,
    };

    private bool IsGood(AccessToken? refresh, DateTimeOffset now) => refresh is not null
        && ((_head?.Refresh.Equals(refresh) == true && now < _head.RefreshExpiresAt)
            || (_predecessor?.Refresh.Equals(refresh) == true && now < _predecessorEndsAt));

    private Pair Make(DateTimeOffset now)
    {
        var number = (++_made).ToString(CultureInfo.InvariantCulture);
        var pair = new Pair(
            new AccessToken($"shpat_{name}_{number}"), new AccessToken($"shprt_{name}_{number}"),
            now + AccessLife, now + RefreshLife, Era);
        return _access[pair.Access] = _refresh[pair.Refresh] = pair;
    }
}
