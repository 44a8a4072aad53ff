namespace Shopkeeper.Grains.Abstractions.Configuration;

/// <summary>
/// The app's configuration for a shop: one JSON object, in the shop's own state. Key: the shop domain.
/// </summary>
[Alias(Aliases.IShopConfiguration)]
public interface IShopConfiguration : IGrainWithStringKey
{
    /// <summary>
    /// The document; null when the app is not installed. A shop without one answers <c>{}</c> with version 0.
    /// </summary>
    [Alias("Get"), SafeToRepeat]
    Task<ConfigurationDocument?> GetAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the document if its version is still the one the caller read, or if the document that followed it is
    /// the very one the caller sends: then it was replaced before.
    /// </summary>
    [Alias("Put"), SafeToRepeat]
    Task<PutConfigurationReply> PutAsync(PutConfiguration command, CancellationToken cancellationToken);
}
