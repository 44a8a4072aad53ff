using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Shopkeeper.Storage.Keys;

internal sealed class RingCipher(IDataProtectionProvider provider) : IRingCipher
{
    // Purposes are constants in code, so this stays small.
    private readonly ConcurrentDictionary<string, IDataProtector> protectors = new(StringComparer.Ordinal);

    public byte[] Protect(string purpose, ReadOnlySpan<byte> data)
    {
        var plain = data.ToArray();
        try
        {
            return For(purpose).Protect(plain);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    public byte[] Unprotect(string purpose, byte[] data) => For(purpose).Unprotect(data);

    private IDataProtector For(string purpose) => protectors.GetOrAdd(purpose, provider.CreateProtector);
}
