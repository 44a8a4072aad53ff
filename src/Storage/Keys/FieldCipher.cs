using System.Text;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Storage.Keys;

/// <summary>
/// Encrypts fields under one installation's data key. A field is named by table, column and the row's key.
/// </summary>
internal readonly struct FieldCipher(DataKeys keys, InstallationId installation, byte[] wrapped)
{
    public byte[] Encrypt(string field, ReadOnlySpan<byte> plain) => keys.Encrypt(wrapped, installation, field, plain);

    public byte[] Encrypt(string field, string text) => Encrypt(field, Encoding.UTF8.GetBytes(text));

    public byte[] Decrypt(string field, byte[] data) => keys.Decrypt(wrapped, installation, field, data);

    public string DecryptText(string field, byte[] data) => Encoding.UTF8.GetString(Decrypt(field, data));
}
