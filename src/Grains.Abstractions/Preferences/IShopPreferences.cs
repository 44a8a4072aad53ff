namespace Shopkeeper.Grains.Abstractions.Preferences;

/// <summary>Each user's preferences in a shop: one JSON object a user. Key: the shop domain.</summary>
[Alias(Aliases.IShopPreferences)]
public interface IShopPreferences : IGrainWithStringKey
{
    /// <summary>The user's preferences; <c>{}</c> for a user without any; null when the app is not installed.</summary>
    [Alias("Get"), SafeToRepeat]
    Task<string?> GetAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Replaces the user's preferences (a JSON object, at most 16 KiB).</summary>
    /// <returns>False when the app is not installed.</returns>
    [Alias("Put"), SafeToRepeat]
    Task<bool> PutAsync(string userId, string json, CancellationToken cancellationToken);

    /// <summary>Removes the user's preferences. Twice is safe.</summary>
    /// <returns>False when the app is not installed.</returns>
    [Alias("Delete"), SafeToRepeat]
    Task<bool> DeleteAsync(string userId, CancellationToken cancellationToken);
}
