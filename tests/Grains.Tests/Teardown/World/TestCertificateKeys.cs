using System.Security.Cryptography;
using Shopkeeper.Grains.Abstractions.Certificates;

namespace Shopkeeper.Grains.Tests.Teardown.World;

/// <summary>A signing key made for the test.</summary>
internal sealed class TestCertificateKeys(string kid = "test-key") : ICertificateKeys
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string CurrentKid => kid;

    public IReadOnlyDictionary<string, ECParameters> PublicKeys =>
        new Dictionary<string, ECParameters> { [kid] = _key.ExportParameters(includePrivateParameters: false) };

    public byte[] Sign(ReadOnlySpan<byte> data) =>
        _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
}
