using System.Security.Cryptography;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Simulator.Shops;

/// <summary>A simulated shop. Its members may be called from any thread.</summary>
internal sealed class Shop(NewShop from, string domain, long id, int products, DateTimeOffset createdAt)
{
    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(10);
    private static long _lastInstallation = 620_000_000_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, AuthorizationCode> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _installationByFingerprint = new(StringComparer.Ordinal);
    private ShopProfile _profile = new()
    {
        Name = from.Name ?? ShopAddress.Name(domain),
        Email = from.Email ?? $"owner@{ShopAddress.Handle(domain)}.example",
        Owner = from.Owner ?? $"{ShopAddress.Name(domain)} Owner",
        Plan = from.Plan ?? "Basic",
        Products = from.Products ?? products,
    };
    private TokenLives _lives = TokenLives.Shopifys;
    private Installation? _installation;
    private int _installs;

    public string Domain => domain;

    public long Id => id;

    public long OwnerId { get; } = from.OwnerId ?? ShopAddress.NumericId(domain, "owner");

    public DateTimeOffset CreatedAt => createdAt;

    public PointsBucket Points { get; } = new();

    public ShopProfile Profile
    {
        get
        {
            lock (_gate) return _profile;
        }
    }

    public Installation? Installation
    {
        get
        {
            lock (_gate) return _installation;
        }
    }

    public void Change(ShopChange change)
    {
        lock (_gate)
        {
            _profile = _profile with
            {
                Name = change.Name ?? _profile.Name,
                Email = change.Email ?? _profile.Email,
                Plan = change.Plan ?? _profile.Plan,
                Products = change.Products ?? _profile.Products,
                Status = change.Status ?? _profile.Status,
                HoldDeliveries = change.HoldDeliveries ?? _profile.HoldDeliveries,
            };
            _lives = _lives with
            {
                Access = change.AccessTokenLife ?? _lives.Access, Refresh = change.RefreshTokenLife ?? _lives.Refresh,
                Online = change.OnlineTokenLife ?? _lives.Online,
            };
            if (_installation is not null) _installation.Tokens.Lives = _lives;
        }
    }

    /// <summary>Installs the app, or gives the installation in place other scopes; null keeps them.</summary>
    public Installation Install(IReadOnlyList<string>? scopes)
    {
        lock (_gate)
        {
            if (_installation is null)
            {
                var number = Interlocked.Increment(ref _lastInstallation);
                _installation = new Installation(
                    $"gid://shopify/AppInstallation/{number}", scopes ?? ["read_products"]);
                _installation.Tokens.Lives = _lives;
                _installs++;
            }
            else if (scopes is not null)
            {
                _installation.Scopes = scopes;
            }

            return _installation;
        }
    }

    /// <summary>Ends the installation in place: its tokens and codes are dead when this returns.</summary>
    /// <param name="only">End only this one; null ends whichever is in place.</param>
    public Installation? Uninstall(Installation? only = null)
    {
        lock (_gate)
        {
            if (_installation is null || (only is not null && only != _installation)) return null;
            var ended = _installation;
            ended.Tokens.Kill();
            _installation = null;
            _codes.Clear();
            return ended;
        }
    }

    public string IssueCode(Installation installation, long? userId, DateTimeOffset now)
    {
        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        lock (_gate) _codes[code] = new AuthorizationCode(installation, userId, now + CodeLife);
        return code;
    }

    /// <summary>Takes a code, which is good once.</summary>
    public AuthorizationCode? RedeemCode(string code, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (!_codes.Remove(code, out var found)) return null;
            return found.Installation == _installation && now < found.ExpiresAt ? found : null;
        }
    }

    /// <summary>Remembers which installation a token was made for, for the log of calls.</summary>
    public void Remember(IssuedToken token, Installation installation)
    {
        lock (_gate) _installationByFingerprint[TokenFingerprint.Of(token.Access)] = installation.Id;
    }

    public string? InstallationOf(string fingerprint)
    {
        lock (_gate) return _installationByFingerprint.GetValueOrDefault(fingerprint);
    }

    public ShopView View()
    {
        lock (_gate)
        {
            return new ShopView
            {
                Domain = Domain, Id = Id, OwnerId = OwnerId, Installs = _installs,
                Name = _profile.Name, Email = _profile.Email, Owner = _profile.Owner, Plan = _profile.Plan,
                Products = _profile.Products, Status = _profile.Status, HoldDeliveries = _profile.HoldDeliveries,
                InstallationId = _installation?.Id,
                Scopes = _installation?.Scopes ?? [],
                Subscriptions = [.. (_installation?.Subscriptions.All ?? []).Select(SubscriptionControl.View)],
            };
        }
    }

    internal sealed record AuthorizationCode(Installation Installation, long? UserId, DateTimeOffset ExpiresAt);
}
