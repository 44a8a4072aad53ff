using System.Security.Cryptography;

namespace Shopkeeper.Simulator.Shops;

/// <summary>
/// The tokens of one installation. The token without expiry is made once. Of expiring pairs at most one can be
/// refreshed, beside its predecessor, which stays good until the replacement is used for the first time.
/// </summary>
/// <remarks>
/// https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/offline-access-tokens
/// </remarks>
internal sealed class TokenBook
{
    private static readonly TimeSpan PredecessorLife = TimeSpan.FromDays(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, IssuedToken> _access = new(StringComparer.Ordinal);
    private IssuedToken? _permanent;
    private IssuedToken? _head;
    private IssuedToken? _predecessor;
    private DateTimeOffset _predecessorEndsAt;
    private volatile TokenLives _lives = TokenLives.Shopifys;
    private bool _dead;

    /// <summary>How long pairs live that are made from now on.</summary>
    public TokenLives Lives
    {
        set => _lives = value;
    }

    /// <summary>
    /// The token without expiry: the same one for as long as the installation lives; null once it has ended.
    /// </summary>
    public IssuedToken? Permanent(string secret)
    {
        lock (_gate)
        {
            if (_dead) return null;
            return _permanent ??= Keep(new IssuedToken { Access = NewToken("shpat_"), Secret = secret });
        }
    }

    /// <summary>A user's token for a day.</summary>
    public IssuedToken? Online(long userId, string secret, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_dead) return null;
            return Keep(new IssuedToken
            {
                Access = NewToken("shpua_"), ExpiresAt = now + _lives.Online, UserId = userId, Secret = secret,
            });
        }
    }

    /// <summary>A new expiring pair by a new grant: every older refresh token ends at once.</summary>
    public IssuedToken? Expiring(string secret, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_dead) return null;
            _predecessor = null;
            return _head = Pair(secret, now);
        }
    }

    /// <summary>Replaces the token without expiry by a pair; the old token ends.</summary>
    /// <returns>Null when <paramref name="token"/> is not the installation's token without expiry.</returns>
    public IssuedToken? Migrate(string token, string secret, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_dead || _permanent?.Access != token) return null;
            _access.Remove(token);
            _permanent = null;
            _predecessor = null;
            return _head = Pair(secret, now);
        }
    }

    /// <summary>A new pair for a refresh token, or null when it is not good any more.</summary>
    public IssuedToken? Refresh(string refresh, string secret, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_dead) return null;
            if (_head?.Refresh == refresh && now < _head.RefreshExpiresAt)
            {
                _predecessor = _head;
                _predecessorEndsAt = Earlier(now + PredecessorLife, _head.RefreshExpiresAt.Value);
                return _head = Pair(secret, now);
            }

            if (_predecessor?.Refresh == refresh && now < _predecessorEndsAt) return _head = Pair(secret, now);
            return null;
        }
    }

    /// <summary>The token with this value, or null when it is unknown, expired or dead.</summary>
    public IssuedToken? Find(string access, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_dead || !_access.TryGetValue(access, out var token)) return null;
            if (token.ExpiresAt <= now) return null;
            if (token == _head) _predecessor = null;
            return token;
        }
    }

    public void Kill()
    {
        lock (_gate)
        {
            _dead = true;
            _access.Clear();
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;

    private static string NewToken(string prefix) =>
        prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private IssuedToken Pair(string secret, DateTimeOffset now) => Keep(new IssuedToken
    {
        Access = NewToken("shpat_"), ExpiresAt = now + _lives.Access, Secret = secret,
        Refresh = NewToken("shprt_"), RefreshExpiresAt = now + _lives.Refresh,
    });

    private IssuedToken Keep(IssuedToken token) => _access[token.Access] = token;
}
