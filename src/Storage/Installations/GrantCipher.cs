using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;
using Shopkeeper.Storage.Keys;

namespace Shopkeeper.Storage.Installations;

/// <summary>
/// What an installation's row keeps encrypted under its data key: the grant, and what the shop is called.
/// </summary>
internal sealed class GrantCipher(DataKeys keys)
{
    private const string GrantField = "installations.grant_ciphertext";
    private const string ProfileField = "installations.profile_ciphertext";

    public byte[] Encrypt(byte[] dataKey, InstallationId installation, Grant grant)
    {
        var stored = new StoredGrant(
            grant.AccessToken.Reveal(),
            grant.Scopes,
            grant.ExpiresAt,
            grant.RefreshToken?.Reveal(),
            grant.RefreshTokenExpiresAt,
            grant.MintedBy,
            grant.RefreshDueAt,
            grant.Predecessor?.Reveal(),
            grant.Origin);
        return keys.Encrypt(dataKey, installation, GrantField, JsonSerializer.SerializeToUtf8Bytes(stored));
    }

    public Grant Decrypt(byte[] dataKey, InstallationId installation, byte[] ciphertext)
    {
        var stored =
            JsonSerializer.Deserialize<StoredGrant>(keys.Decrypt(dataKey, installation, GrantField, ciphertext))!;
        return new Grant
        {
            AccessToken = new AccessToken(stored.AccessToken),
            Scopes = stored.Scopes,
            ExpiresAt = stored.ExpiresAt,
            RefreshToken = stored.RefreshToken is { } token ? new AccessToken(token) : null,
            RefreshTokenExpiresAt = stored.RefreshTokenExpiresAt,
            MintedBy = stored.MintedBy,
            RefreshDueAt = stored.RefreshDueAt,
            Predecessor = stored.Predecessor is { } earlier ? new AccessToken(earlier) : null,
            Origin = stored.Origin,
        };
    }

    public byte[]? EncryptProfile(byte[] dataKey, NewInstallation start) => start is { ShopName: null, ShopEmail: null }
        ? null
        : keys.Encrypt(
            dataKey, start.Id, ProfileField,
            JsonSerializer.SerializeToUtf8Bytes(new StoredProfile(start.ShopName, start.ShopEmail)));

    private sealed record StoredGrant(
        string AccessToken,
        string Scopes,
        DateTimeOffset? ExpiresAt,
        string? RefreshToken,
        DateTimeOffset? RefreshTokenExpiresAt,
        string? MintedBy = null,
        DateTimeOffset? RefreshDueAt = null,
        string? Predecessor = null,
        Guid? Origin = null);

    private sealed record StoredProfile(string? Name, string? Email);
}
