using System.Collections.Frozen;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Access;

/// <summary>What Shopify's answers say about an installation's access. Pure.</summary>
internal static class AccessRules
{
    private const double Spread = 0.1;

    private static readonly FrozenSet<string> Sleeping = new[]
    {
        "frozen", "cancelled", "canceled", "fraudulent", "dormant", "paused", "pause", "locked", "closed",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly TimeSpan ShortestPutOff = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPutOff = TimeSpan.FromHours(1);

    /// <summary>The state that a failed call shows; null when it says nothing about access.</summary>
    /// <param name="kind">How the call failed.</param>
    /// <param name="errorCode">Shopify's code, or one of ours in its stead.</param>
    /// <param name="mayHaveExpired">True when the token may have expired: its 401 is what is to be expected.</param>
    public static AccessState? StateOf(AdminFailureKind kind, string? errorCode, bool mayHaveExpired) => kind switch
    {
        AdminFailureKind.Unauthorized => mayHaveExpired ? null : AccessState.Refused,
        AdminFailureKind.PaymentRequired => AccessState.Frozen,
        AdminFailureKind.NotFound => AccessState.Closed,
        AdminFailureKind.Locked => AccessState.Locked,
        AdminFailureKind.Forbidden when errorCode == AdminErrorCodes.NonExpiringToken => AccessState.NeedsGrant,
        AdminFailureKind.Forbidden => AccessState.Forbidden,
        _ => null,
    };

    /// <summary>
    /// The state that an answer of the token endpoint shows, where it speaks of the shop and not of the token or the
    /// app: the same answers come to every call. Null for all others.
    /// </summary>
    public static AccessState? StateOfShop(AdminFailureKind kind) =>
        kind is AdminFailureKind.PaymentRequired or AdminFailureKind.NotFound or AdminFailureKind.Locked
            ? StateOf(kind, errorCode: null, mayHaveExpired: false)
            : null;

    /// <summary>True for the states in which no call can succeed; in the others a job tries.</summary>
    public static bool StopsJobs(AccessState state) => state is not (AccessState.Fine or AccessState.Forbidden);

    /// <summary>
    /// How long a job of a dormant shop waits before it asks again: as long again as the shop has been so, 1 minute to
    /// 1 hour. A shop that comes back wakes its jobs before.
    /// </summary>
    public static TimeSpan PutOff(Installation current, DateTimeOffset now) =>
        Between(ShortestPutOff, Age(current, now), LongestPutOff);

    /// <summary>When Shopify is to be asked again.</summary>
    /// <param name="current">The installation as it is now.</param>
    /// <param name="answered">False when the last question had no answer that says anything.</param>
    /// <param name="now">Now.</param>
    /// <param name="options">The intervals.</param>
    public static TimeSpan NextCheck(
        Installation current, bool answered, DateTimeOffset now, AccessOptions options)
    {
        if (current.Access != AccessState.Fine)
            return Jitter(Between(options.DormantFirst, Age(current, now), options.DormantMaximum), current.Id);
        return Jitter(answered ? options.CheckEvery : options.DormantFirst, current.Id);
    }

    /// <summary>
    /// When Shopify is asked for the first time: shops that are fine are spread over the whole interval, so that a
    /// fleet that was stored in one night is not asked in one night.
    /// </summary>
    public static TimeSpan FirstCheck(Installation current, DateTimeOffset now, AccessOptions options) =>
        current.Access == AccessState.Fine
            ? options.CheckEvery * (0.05 + (0.95 * Chance(current.Id)))
            : NextCheck(current, answered: true, now, options);

    /// <summary>
    /// True when a shop's plan says otherwise than what is known of its access: worth a look, and no proof
    /// (the names are not documented: https://shopify.dev/docs/api/admin-rest/latest/resources/shop).
    /// </summary>
    public static bool IsHint(string planName, AccessState known) =>
        Sleeping.Contains(planName) ? known == AccessState.Fine : known != AccessState.Fine;

    /// <summary>
    /// True when a state says more than the one that is known. That the token is refused says less than that only a new
    /// grant can help: calls that were under way when that was found out bring their 401 after it.
    /// </summary>
    public static bool IsNews(AccessState lost, AccessState known) =>
        lost != known && (lost, known) is not (AccessState.Refused, AccessState.NeedsGrant);

    /// <summary>
    /// False while the last answer is young enough to do: of a shop that is fine and of one that is dormant alike.
    /// </summary>
    public static bool NeedsProbe(Installation current, DateTimeOffset now, AccessOptions options)
    {
        var lasts = current.Access == AccessState.Fine ? options.TrustFor : options.RecheckAfter;
        return current.AccessCheckedAt is not { } at || now - at >= lasts;
    }

    private static TimeSpan Age(Installation current, DateTimeOffset now) =>
        current.AccessLostAt is { } since && since < now ? now - since : TimeSpan.Zero;

    private static TimeSpan Between(TimeSpan least, TimeSpan value, TimeSpan most) =>
        value < least ? least : value > most ? most : value;

    private static TimeSpan Jitter(TimeSpan interval, InstallationId installation) =>
        interval * (1 - Spread + (2 * Spread * Chance(installation)));

    // 0 to 1, always the same for an installation: the end of a UUIDv7 is random.
    private static double Chance(InstallationId installation)
    {
        Span<byte> bytes = stackalloc byte[16];
        installation.Value.TryWriteBytes(bytes);
        return BitConverter.ToUInt16(bytes[14..]) / (double)ushort.MaxValue;
    }
}
