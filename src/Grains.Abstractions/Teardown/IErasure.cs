namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>Erases an ended installation's rows from the database, for the teardown's own steps.</summary>
public interface IErasure
{
    /// <summary>
    /// Counts what every store holds of the installation: what an erasure will take, and in a reset what will move to
    /// the new stay. Changes nothing.
    /// </summary>
    Task<ErasurePlan> PlanAsync(ErasureSubject subject, TeardownKind kind, CancellationToken cancellationToken);

    /// <summary>
    /// Purges a bounded batch of the undelivered deliveries that belong to the installation: those claimed for it, and
    /// those of its shop recorded before the next installation's deliveries begin. Their verdict becomes purged.
    /// </summary>
    /// <returns>How many went; zero when none is left.</returns>
    Task<long> PurgeDeliveriesAsync(ErasureSubject subject, CancellationToken cancellationToken);

    /// <summary>Purges a bounded batch (at most 1,000) of the installation's jobs.</summary>
    /// <param name="subject">Whose they are.</param>
    /// <param name="after">The place that the batch before ended with; null for the first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<PurgedBatch> PurgeJobsAsync(ErasureSubject subject, string? after, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes a bounded batch (at most 1,000 rows) of the big tables. What is behind the place, if anything turned up
    /// there, is left to <see cref="PurgeRestAsync"/>.
    /// </summary>
    /// <param name="subject">Whose they are.</param>
    /// <param name="after">The place that the batch before ended with; null for the first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<PurgedBatch> PurgeBatchAsync(ErasureSubject subject, string? after, CancellationToken cancellationToken);

    /// <summary>
    /// One transaction: the installation's row with its data key goes, and all that is left by cascade. Refused for an
    /// installation that has not ended. What it returns is not to be had again: it is stored before
    /// <see cref="TruncateAsync"/>, which can fail.
    /// </summary>
    /// <returns>What was deleted, counted before in the same transaction.</returns>
    Task<IReadOnlyList<StoreCount>> PurgeRestAsync(ErasureSubject subject, CancellationToken cancellationToken);

    /// <summary>
    /// After <see cref="PurgeRestAsync"/>, once its counts are stored: removes what the database's log still holds of
    /// deleted rows (SQLite; PostgreSQL recycles its log by itself). Twice is safe.
    /// </summary>
    /// <exception cref="Shops.StorageUnavailableException">A reader keeps the log busy: to be tried again.</exception>
    Task TruncateAsync(CancellationToken cancellationToken);
}
