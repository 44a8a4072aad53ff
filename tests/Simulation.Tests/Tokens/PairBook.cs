using System.Globalization;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.OAuth;

namespace Shopkeeper.Simulation.Tests.Tokens;

/// <summary>
/// Shopify's side of one installation's tokens. One pair can be refreshed, beside its predecessor, which stays good
/// until the replacement is used for the first time
/// (https://shopify.dev/changelog/more-resilient-refreshes-for-expiring-offline-access-tokens).
/// </summary>
/// <param name="name">The installation of the app that its tokens speak for.</param>
/// <param name="expires">False where a token without expiry is granted, until it is replaced for good.</param>
internal sealed class PairBook(string name, bool expires)
{
    public static readonly TimeSpan AccessLife = TimeSpan.FromHours(1);
    public static readonly TimeSpan RefreshLife = TimeSpan.FromDays(90);
    private static readonly TimeSpan PredecessorLife = TimeSpan.FromDays(30);
    private static readonly AccessScopes Scopes = AccessScopes.Parse("read_products");

    private readonly Dictionary<AccessToken, Pair> _access = [];
    private readonly Dictionary<AccessToken, Pair> _refresh = [];
    private Pair? _head;
    private Pair? _predecessor;
    private Pair? _forever;
    private DateTimeOffset _predecessorEndsAt;
    private int _made;

    /// <summary>How many grants a merchant gave: each retires every pair before it.</summary>
    public int Era { get; private set; }

    /// <summary>The app is not installed any more.</summary>
    public bool IsDead { get; set; }

    /// <summary>What a merchant's consent is worth: a new pair, at which every older refresh token ends.</summary>
    public TokenGrant Grant(DateTimeOffset now)
    {
        if (!expires && _head is null) return Answer(_forever ??= MakeForever(), now);
        _predecessor = null;
        Era++;
        return Answer(_head = Make(now), now);
    }

    /// <summary>A pair in the place of the token without expiry, which ends by it; null where it is not good any more
    /// and <paramref name="givesAgain"/> is false.</summary>
    public TokenGrant? Migrate(AccessToken access, bool givesAgain, DateTimeOffset now)
    {
        if (IsDead || _forever?.Access.Equals(access) != true) return null;
        if (_head is not null) return givesAgain && _head.ExpiresAt > now ? Answer(_head, now) : null;
        Era++;
        return Answer(_head = Make(now), now);
    }

    /// <summary>A new pair for a refresh token; null when it is not good any more.</summary>
    public TokenGrant? Refresh(AccessToken refresh, DateTimeOffset now)
    {
        if (IsDead) return null;
        if (_head is { } head && refresh.Equals(head.Refresh) && now < head.RefreshExpiresAt)
        {
            _predecessor = head;
            var ends = now + PredecessorLife;
            _predecessorEndsAt = ends < head.RefreshExpiresAt ? ends : head.RefreshExpiresAt;
            return Answer(_head = Make(now), now);
        }

        return refresh.Equals(_predecessor?.Refresh) && now < _predecessorEndsAt
            ? Answer(_head = Make(now), now)
            : null;
    }

    /// <summary>A call with an access token: whether Shopify takes it. The first use retires the predecessor.</summary>
    public bool Use(AccessToken access, DateTimeOffset now)
    {
        if (!Takes(access, now)) return false;
        if (_head?.Access.Equals(access) == true) _predecessor = null;
        return true;
    }

    /// <summary>True while an access token is good.</summary>
    public bool Takes(AccessToken access, DateTimeOffset now) =>
        !IsDead && _access.TryGetValue(access, out var pair) && pair.ExpiresAt > now
        && (pair != _forever || _head is null);

    /// <summary>The grant that a refresh token comes from; null for one of another installation.</summary>
    public string? EraOf(AccessToken refresh) =>
        _refresh.TryGetValue(refresh, out var pair) ? $"{name}/{pair.Era}" : null;

    /// <summary>True when no merchant gave another grant since.</summary>
    public bool IsOfThisEra(AccessToken access) =>
        _access.TryGetValue(access, out var pair) && pair.Era == Era;

    /// <summary>True when a stored pair can be refreshed, in as many calls as that takes.</summary>
    public bool CanGoOn(Grant grant, DateTimeOffset now) =>
        IsGood(grant.RefreshToken, now) || IsGood(grant.Predecessor, now);

    private static TokenGrant Answer(Pair pair, DateTimeOffset now) => new()
    {
        AccessToken = pair.Access,
        Scopes = Scopes,
        ExpiresIn = pair.Refresh is null ? null : pair.ExpiresAt - now,
        RefreshToken = pair.Refresh,
        RefreshTokenExpiresIn = pair.Refresh is null ? null : pair.RefreshExpiresAt - now,
    };

    private bool IsGood(AccessToken? refresh, DateTimeOffset now) => refresh is not null
        && ((refresh.Equals(_head?.Refresh) && now < _head!.RefreshExpiresAt)
            || (refresh.Equals(_predecessor?.Refresh) && now < _predecessorEndsAt));

    private Pair Make(DateTimeOffset now)
    {
        var number = (++_made).ToString(CultureInfo.InvariantCulture);
        var refresh = new AccessToken($"shprt_{name}_{number}");
        var pair = new Pair(
            new AccessToken($"shpat_{name}_{number}"), refresh, now + AccessLife, now + RefreshLife, Era);
        return _access[pair.Access] = _refresh[refresh] = pair;
    }

    private Pair MakeForever()
    {
        var access = new AccessToken($"shpat_{name}_0");
        return _access[access] = new Pair(access, null, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue, Era);
    }
}
