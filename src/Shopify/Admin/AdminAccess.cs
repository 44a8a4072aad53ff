namespace Shopkeeper.Shopify.Admin;

/// <summary>Whom to call, with what, and how.</summary>
/// <param name="Shop">The shop to call.</param>
/// <param name="Token">Its token.</param>
public sealed record AdminAccess(ShopDomain Shop, AccessToken Token)
{
    /// <summary>
    /// True to send each request once at most, as a call under a permit must. Default false: reads are retried.
    /// </summary>
    public bool SingleAttempt { get; init; }

    /// <summary>How much the calls matter when the shop's budget of points runs low. Default: <c>App</c>.</summary>
    public CallPriority Priority { get; init; } = CallPriority.App;

    /// <summary>
    /// The installation whose log the calls belong to; null where there is none, or none any more.
    /// </summary>
    public Guid? Installation { get; init; }

    /// <summary>
    /// True for work that is to stop once its installation has ended: the call is made, and then fails. Default false:
    /// whoever ends it, or asks whether it has ended, goes on.
    /// </summary>
    public bool StopsAtEnd { get; init; }

    /// <summary>
    /// What <see cref="IAdminGate.ReserveAsync"/> gave for these calls; null waits for the budget before each.
    /// </summary>
    public long? Reservation { get; init; }

    /// <summary>
    /// Told of each call after its end, on the caller's path; it must be quick and must not throw. One operation can
    /// make several calls: one a page.
    /// </summary>
    public Action<AdminCallRecord>? Observer { get; init; }

    /// <summary>Nothing: it names a shop.</summary>
    public override string ToString() => nameof(AdminAccess);
}
