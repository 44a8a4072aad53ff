namespace Shopkeeper.Grains.Abstractions.Shops;

/// <summary>
/// When installations were last asked whether Shopify takes their token, and when they are to be asked next. Timed by
/// the database's clock, so that a round goes on where it was, whichever silo is left.
/// </summary>
public interface IAccessChecks
{
    /// <summary>
    /// Notes that Shopify told what a current installation's token is worth, at an instant of our clock. Of an ended
    /// one nothing is written.
    /// </summary>
    Task NoteAsync(InstallationId installation, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Current installations whose next check is not planned, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<Installation>> FindUnplannedAsync(int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Plans an installation's next check, unless it is due already: then somebody asked for it meanwhile. Nor when its
    /// access is another by now than in <paramref name="seen"/>, of which the delay was reckoned: it is planned anew.
    /// </summary>
    Task ScheduleAsync(Installation seen, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a check due now that asks Shopify in any case. Of an ended installation nothing is written.
    /// </summary>
    Task MakeDueAsync(InstallationId installation, CancellationToken cancellationToken);

    /// <summary>Takes due checks upon this silo, those that wait longest first, within the cluster's budget.</summary>
    Task<IReadOnlyList<InstallationId>> ClaimAsync(AccessCheckClaim claim, CancellationToken cancellationToken);
}
