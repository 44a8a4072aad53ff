using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Tokens;

/// <summary>What came of a refresh: one of these, nothing else.</summary>
internal abstract record RefreshResult
{
    private RefreshResult()
    {
    }

    /// <summary>Another version is held now: by this refresh, another silo's, or a new grant.</summary>
    public sealed record Fresh(HeldGrant Held) : RefreshResult;

    /// <summary>Nothing is held any more, and so nothing was stored.</summary>
    public sealed record Gone : RefreshResult;

    /// <summary>Another activation is refreshing.</summary>
    public sealed record Busy(HeldGrant Held) : RefreshResult;

    /// <summary>Shopify refused; noted durably, and the pair has not changed meanwhile.</summary>
    public sealed record Refused(RefreshRefusals Refusals) : RefreshResult;

    /// <summary>The token endpoint says that the app is not installed in the shop.</summary>
    public sealed record NotInstalled : RefreshResult;

    /// <summary>The app itself is refused: its id or secret is wrong. That says nothing about the shop.</summary>
    public sealed record Misconfigured(string Error) : RefreshResult;

    /// <summary>No decision was understood: the stored refresh token is good for another attempt.</summary>
    public sealed record Later(string Code, TimeSpan? RetryAfter) : RefreshResult
    {
        /// <summary>How the call failed, where it was made: it may tell of the shop.</summary>
        public AdminFailureKind? Kind { get; init; }
    }
}
