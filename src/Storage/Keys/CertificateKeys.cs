using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Shopkeeper.Grains.Abstractions.Certificates;

namespace Shopkeeper.Storage.Keys;

/// <summary>
/// The files <c>certificates/es256-NNNN.pem</c>. The greatest number signs, the others are retired; of a retired key
/// the public half (<c>PUBLIC KEY</c>) is enough. To rotate, add the next number and restart.
/// </summary>
internal sealed class CertificateKeys : ICertificateKeys, IDisposable
{
    private readonly Lock signing = new();
    private readonly ECDsa current;

    public CertificateKeys(KeyDirectory directory)
    {
        var files = Files(directory);
        if (files.Length == 0)
        {
            directory.ReadOrCreate(Path.Combine(directory.Certificates, "es256-0001.pem"), Create);
            files = Files(directory);
        }

        var keys = new Dictionary<string, ECParameters>(StringComparer.Ordinal);
        foreach (var file in files[..^1])
        {
            using var retired = Read(file);
            Add(keys, retired);
        }

        current = Read(files[^1]);
        CurrentKid = Add(keys, current);
        PublicKeys = keys.ToFrozenDictionary(StringComparer.Ordinal);
        EnsureSigns(files[^1]);
    }

    public string CurrentKid { get; }

    public IReadOnlyDictionary<string, ECParameters> PublicKeys { get; }

    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        lock (signing)
        {
            return current.SignData(
                data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    public void Dispose() => current.Dispose();

    private static string[] Files(KeyDirectory directory) =>
        [.. Directory.EnumerateFiles(directory.Certificates, "es256-*.pem").Order(StringComparer.Ordinal)];

    private static byte[] Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    private static ECDsa Read(string file)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(file));
            var curve = key.ExportParameters(includePrivateParameters: false).Curve;
            if (curve.Oid.Value != ECCurve.NamedCurves.nistP256.Oid.Value)
                throw new CryptographicException("not P-256");
            return key;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new InvalidOperationException($"{file} is no P-256 key in PEM. Restore it from its backup.", e);
        }
    }

    private static string Add(Dictionary<string, ECParameters> keys, ECDsa key)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        var kid = JwkThumbprint.Of(parameters);
        keys[kid] = parameters;
        return kid;
    }

    private void EnsureSigns(string file)
    {
        try
        {
            Sign([0]);
        }
        catch (CryptographicException e)
        {
            throw new InvalidOperationException(
                $"{file} has no private key, so it can't sign. Restore it from its backup.", e);
        }
    }
}
