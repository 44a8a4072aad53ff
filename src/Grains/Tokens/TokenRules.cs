using System.Buffers.Binary;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Shopify.OAuth;

namespace Shopkeeper.Grains.Tokens;

/// <summary>When a pair is refreshed, and what a token endpoint's refusal means. Pure.</summary>
internal static class TokenRules
{
    /// <summary>Refusals of a refresh after which only a new grant helps.</summary>
    public const int RefusalsToBelieve = 2;

    /// <summary>How far the clocks of machines are allowed to be apart, in all.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    /// <summary>How long before its expiry an installation's access token is refreshed: always the same.</summary>
    public static TimeSpan WindowOf(InstallationId installation, TokensOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Span<byte> bytes = stackalloc byte[16];
        installation.Value.TryWriteBytes(bytes, bigEndian: true, out _);

        // The last bytes of a UUIDv7 are random.
        var share = BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]) / (double)uint.MaxValue;
        return options.RefreshBeforeMinimum + ((options.RefreshBeforeMaximum - options.RefreshBeforeMinimum) * share);
    }

    /// <summary>True when the access token has expired by our clock: then nobody gets it.</summary>
    public static bool IsExpired(Grant grant, DateTimeOffset now) => grant.ExpiresAt <= now;

    /// <summary>
    /// True when a token may have expired by Shopify's clock, or does by another of our machines' that stored it: a 401
    /// to it proves nothing. It is refreshed long before, but where that fails it is used up to its last moment.
    /// </summary>
    public static bool MayHaveExpired(DateTimeOffset? expiresAt, DateTimeOffset now) =>
        expiresAt - now <= ClockTolerance;

    /// <summary>True when the refresh token has expired by our clock: then nothing but a new grant helps.</summary>
    public static bool IsBeyondRefresh(Grant grant, DateTimeOffset now) => grant.RefreshTokenExpiresAt <= now;

    /// <summary>True when the pair is known not to be refreshed any more, though its token may work still.</summary>
    public static bool CanOnlyBeReplaced(HeldGrant held, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(held);
        return held.Refusals.Count >= RefusalsToBelieve || IsBeyondRefresh(held.Grant, now);
    }

    /// <summary>
    /// True when the pair is to be refreshed before its token is handed out: shortly before its expiry, and where
    /// Shopify refuses the token although it has not expired.
    /// </summary>
    public static bool WantsRefresh(HeldGrant held, GrantUse use, DateTimeOffset now, TokensOptions options) =>
        held.Grant is { RefreshToken: not null, ExpiresAt: { } expiresAt }
        && (now >= expiresAt - WindowOf(held.Installation, options)
            || (use == GrantUse.App && held.Access == AccessState.Refused));

    /// <summary>
    /// When Shopify may be asked again after it has refused; null when it may be asked now. A teardown that waits for
    /// proof asks as often as a refusal counts.
    /// </summary>
    public static DateTimeOffset? AskAgainAt(
        RefreshRefusals refusals, GrantUse use, DateTimeOffset now, TokensOptions options)
    {
        if (refusals.LastAt is not { } last) return null;
        var isPatient = refusals.Count >= RefusalsToBelieve && use != GrantUse.Teardown;
        var at = last + (isPatient ? options.RefusedRetryAfter : options.RefusedApart);
        return at > now ? at : null;
    }

    /// <summary>The code of a refresh that was refused so often.</summary>
    public static string CodeOf(RefreshRefusals refusals) =>
        refusals.Count >= RefusalsToBelieve ? TokenCodes.RefreshRefused : TokenCodes.RefreshRefusedOnce;

    /// <summary>When a new pair is refreshed though nobody asks for its token.</summary>
    /// <param name="now">When it was granted.</param>
    /// <param name="life">How long its refresh token lives.</param>
    /// <param name="share">Where in the jitter it falls, from 0 to 1.</param>
    /// <param name="options">The age.</param>
    public static DateTimeOffset DueAt(DateTimeOffset now, TimeSpan life, double share, KeepWarmOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var age = options.After + (options.Jitter * ((share * 2) - 1));

        // Whatever the settings say, a third of the refresh token's life is left to try again in.
        var latest = life * (2.0 / 3);
        return now + (age < latest ? age : latest);
    }

    /// <summary>The wait after so many attempts in a row that came to nothing.</summary>
    public static TimeSpan Backoff(int failures, TimeSpan? asked, TokensOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var wait = options.RetryFirst;
        for (var failure = 1; failure < failures && wait < options.RetryMaximum; failure++) wait *= 2;
        if (wait > options.RetryMaximum) wait = options.RetryMaximum;
        return asked > wait ? asked.Value : wait;
    }

    /// <summary>True when Shopify has decided not to refresh this pair, and neither the app nor all of it.</summary>
    public static bool IsRefusalOfThePair(TokenOutcome outcome) =>
        outcome is TokenOutcome.Refused { Status: 400 or 401, Error: not TokenErrors.AppNotInstalled } refused
        && !IsMisconfiguration(refused);

    /// <summary>
    /// True for errors that speak of the app's own configuration: they prove nothing about any shop, however many. All
    /// others are refusals: how Shopify answers a refresh token that is dead is not documented, and one that is held to
    /// be a mistake of ours would leave the shop without a grant and without a word of it.
    /// </summary>
    public static bool IsMisconfiguration(TokenOutcome.Refused refused) =>
        refused.Error is TokenErrors.InvalidClient or TokenErrors.UnauthorizedClient or TokenErrors.UnknownApp;
}
