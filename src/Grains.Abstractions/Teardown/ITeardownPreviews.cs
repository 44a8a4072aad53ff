using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>
/// Previews a teardown where its steps and participants are: on a silo. For a front end, which has neither. Key: the
/// installation id.
/// </summary>
[Alias(Aliases.ITeardownPreviews)]
public interface ITeardownPreviews : IGrainWithGuidKey
{
    /// <summary>As <see cref="ITeardownPlanner.PreviewAsync"/>.</summary>
    [Alias("Preview"), SafeToRepeat]
    Task<TeardownPreview> PreviewAsync(
        Installation installation, TeardownKind kind, CancellationToken cancellationToken);
}
