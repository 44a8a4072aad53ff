using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Participants;

/// <summary>
/// Erases the files that the app keeps for an installation. A folder that is not there counts as erased.
/// </summary>
internal sealed class FolderParticipant(InstallationFolder folder) : IErasureParticipant
{
    /// <summary>Its name, which no participant over HTTP can have: it has the section to itself.</summary>
    public const string ReservedName = "files";

    public string Name => ReservedName;

    public Task<IReadOnlyList<StoreCount>> PlanAsync(ParticipantContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Files(folder.CountFiles(context.Installation)));

    public Task<IReadOnlyList<StoreCount>> EraseAsync(
        ParticipantContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Files(folder.Delete(context.Installation, cancellationToken)));

    public Task<long> CountRemainingAsync(ParticipantContext context, CancellationToken cancellationToken) =>
        Task.FromResult(folder.CountEntries(context.Installation));

    private static IReadOnlyList<StoreCount> Files(long count) => [new StoreCount { Store = "files", Count = count }];
}
