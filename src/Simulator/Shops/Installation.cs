namespace Shopkeeper.Simulator.Shops;

/// <summary>One stay of the app in a shop.</summary>
internal sealed class Installation(string id, IReadOnlyList<string> scopes)
{
    private volatile IReadOnlyList<string> _scopes = scopes;

    /// <summary>The global id, <c>gid://shopify/AppInstallation/…</c>; another for each installation.</summary>
    public string Id => id;

    public IReadOnlyList<string> Scopes
    {
        get => _scopes;
        set => _scopes = value;
    }

    public TokenBook Tokens { get; } = new();

    public SubscriptionBook Subscriptions { get; } = new();

    /// <summary>Whether a scope is granted; writing implies reading.</summary>
    public bool Grants(string scope) => Scopes.Contains(scope)
        || (scope.StartsWith("read_", StringComparison.Ordinal) && Scopes.Contains("write_" + scope["read_".Length..]));
}
