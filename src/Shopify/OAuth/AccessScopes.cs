using System.Collections.Immutable;

namespace Shopkeeper.Shopify.OAuth;

/// <summary>
/// A set of access scopes. <c>write_x</c> implies <c>read_x</c>, so that what Shopify grants (it leaves implied
/// scopes out) compares with what was asked for
/// (https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant).
/// </summary>
public sealed class AccessScopes : IEquatable<AccessScopes>
{
    private readonly ImmutableSortedSet<string> _named;
    private readonly ImmutableSortedSet<string> _implied;

    private AccessScopes(ImmutableSortedSet<string> named)
    {
        _implied = named.Union(named.Select(Implied).OfType<string>());
        _named = named.Except(named.Select(Implied).OfType<string>());
    }

    /// <summary>No scope at all.</summary>
    public static AccessScopes None { get; } = new(ImmutableSortedSet.Create<string>(StringComparer.Ordinal));

    /// <summary>
    /// Reads scopes separated by commas, white space around them ignored; null and empty give <see cref="None"/>.
    /// </summary>
    public static AccessScopes Parse(string? text) => new(
        (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .ToImmutableSortedSet(StringComparer.Ordinal));

    /// <summary>True when every scope of <paramref name="wanted"/> is here, by name or implied.</summary>
    public bool Covers(AccessScopes wanted) => Missing(wanted).Count == 0;

    /// <summary>The scopes of <paramref name="wanted"/> that are neither here nor implied, in ordinal order.</summary>
    public IReadOnlyList<string> Missing(AccessScopes wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        return [.. wanted._named.Where(scope => !_implied.Contains(scope))];
    }

    /// <inheritdoc/>
    public bool Equals(AccessScopes? other) => other is not null && _named.SetEquals(other._named);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AccessScopes);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());

    /// <summary>The scopes in ordinal order, comma separated, without those that another one implies.</summary>
    public override string ToString() => string.Join(',', _named);

    private static string? Implied(string scope)
    {
        const string Write = "write_", Storefront = "unauthenticated_";
        if (scope.StartsWith(Write, StringComparison.Ordinal)) return "read_" + scope[Write.Length..];
        return scope.StartsWith(Storefront + Write, StringComparison.Ordinal)
            ? Storefront + "read_" + scope[(Storefront.Length + Write.Length)..]
            : null;
    }
}
