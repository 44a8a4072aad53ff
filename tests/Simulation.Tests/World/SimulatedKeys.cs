using System.Security.Cryptography;
using Shopkeeper.Grains.Abstractions.Certificates;

namespace Shopkeeper.Simulation.Tests.World;

/// <summary>
/// The key that signs certificates: a real one in a part of the runs, and in the rest a stand-in, because a signature
/// costs as much as a whole teardown.
/// </summary>
internal sealed class SimulatedKeys(bool isReal) : ICertificateKeys
{
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public bool IsReal => isReal;

    public string CurrentKid => "simulated";

    public IReadOnlyDictionary<string, ECParameters> PublicKeys =>
        new Dictionary<string, ECParameters> { [CurrentKid] = Key.ExportParameters(includePrivateParameters: false) };

    public byte[] Sign(ReadOnlySpan<byte> data) => isReal
        ? Key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
        : new byte[64];
}
