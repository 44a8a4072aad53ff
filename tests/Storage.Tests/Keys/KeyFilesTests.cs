using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Storage.Keys;
using Shopkeeper.Testing;

namespace Shopkeeper.Storage.Tests.Keys;

[UnsupportedOSPlatform("windows")]
public sealed class KeyFilesTests
{
    [Fact]
    public void Key_folder_when_first_used_is_closed_to_everyone_else()
    {
        using var rig = new KeyRig();
        rig.Ring.Protect("test", [1]);
        rig.Get<IKeyedHash>().Compute("test", [1]);
        _ = rig.Get<ICertificateKeys>().CurrentKid;

        var closed = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(closed | UnixFileMode.UserExecute, File.GetUnixFileMode(rig.Folder));
        var files = Directory.EnumerateFiles(rig.Folder, "*", SearchOption.AllDirectories).ToArray();
        Assert.Equal(4, files.Length);
        Assert.All(files, file => Assert.True(closed == File.GetUnixFileMode(file), file));
    }

    [Fact]
    public void Key_folder_when_open_to_other_users_is_refused_with_a_remedy()
    {
        using var folder = new TemporaryFolder();
        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead);
        var refusal = Assert.Throws<InvalidOperationException>(() => new KeyDirectory(folder.Path));
        Assert.Contains("chmod 700", refusal.Message, StringComparison.Ordinal);
        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task Processes_that_start_together_on_an_empty_folder_share_all_keys()
    {
        using var folder = new TemporaryFolder();
        using var start = new Barrier(6);
        var rigs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                var rig = new KeyRig(folder.Path);
                return (rig, Kid: rig.Get<ICertificateKeys>().CurrentKid, Hash: rig.Get<IKeyedHash>().Compute("a", [1]),
                    Secret: rig.Ring.Protect("a", [7]));
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.Single(rigs.Select(one => one.Kid).Distinct());
        Assert.Single(rigs.Select(one => Convert.ToHexString(one.Hash)).Distinct());
        Assert.Single(Directory.GetFiles(Path.Combine(folder.Path, "ring")));
        foreach (var (reader, _, _, _) in rigs)
            Assert.All(rigs, writer => Assert.Equal([7], reader.Ring.Unprotect("a", writer.Secret)));
        foreach (var (rig, _, _, _) in rigs)
            rig.Dispose();
    }

    [Fact]
    public void Keys_when_the_service_restarts_are_the_same()
    {
        using var folder = new TemporaryFolder();
        using var before = new KeyRig(folder.Path);
        using var after = new KeyRig(folder.Path);

        Assert.Equal(before.Get<ICertificateKeys>().CurrentKid, after.Get<ICertificateKeys>().CurrentKid);
        Assert.Equal(before.Get<IKeyedHash>().Compute("a", [1]), after.Get<IKeyedHash>().Compute("a", [1]));
        Assert.Equal([9], after.Ring.Unprotect("a", before.Ring.Protect("a", [9])));
    }

    [Fact]
    public void Ring_when_the_purpose_is_another_does_not_decrypt()
    {
        using var rig = new KeyRig();
        var secret = rig.Ring.Protect("inbox", [1, 2, 3]);
        Assert.ThrowsAny<CryptographicException>(() => rig.Ring.Unprotect("teardowns", secret));
    }

    [Fact]
    public void Hash_when_the_purpose_is_another_differs()
    {
        using var rig = new KeyRig();
        var hash = rig.Get<IKeyedHash>();
        Assert.Equal(32, hash.Compute("shop", "a"u8).Length);
        Assert.NotEqual(hash.Compute("shop", "a"u8), hash.Compute("body", "a"u8));
        Assert.NotEqual(hash.Compute("sho", "pa"u8), hash.Compute("shop", "a"u8));
        Assert.NotEqual(SHA256.HashData("a"u8), hash.Compute("shop", "a"u8));
    }

    [Fact]
    public void Hash_key_when_truncated_stops_the_start()
    {
        using var rig = new KeyRig();
        var directory = rig.Get<KeyDirectory>();
        File.WriteAllBytes(directory.HashKeyFile, [1, 2, 3]);
        Assert.Throws<InvalidOperationException>(() => new KeyedHash(directory));
    }

    [Fact]
    public void Certificate_keys_when_one_is_added_sign_with_the_new_and_publish_both()
    {
        using var rig = new KeyRig();
        var directory = rig.Get<KeyDirectory>();
        var data = Encoding.UTF8.GetBytes("a certificate");
        using var old = new CertificateKeys(directory);
        var signedByOld = old.Sign(data);

        using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(Path.Combine(directory.Certificates, "es256-0002.pem"), next.ExportPkcs8PrivateKeyPem());
        using var rotated = new CertificateKeys(directory);

        Assert.NotEqual(old.CurrentKid, rotated.CurrentKid);
        Assert.Equal(2, rotated.PublicKeys.Count);
        Assert.True(Verifies(rotated.PublicKeys[old.CurrentKid], data, signedByOld));
        Assert.True(Verifies(rotated.PublicKeys[rotated.CurrentKid], data, rotated.Sign(data)));
        Assert.False(Verifies(rotated.PublicKeys[rotated.CurrentKid], data, signedByOld));
        Assert.All(rotated.PublicKeys.Values, key => Assert.Null(key.D));
    }

    [Fact]
    public void Certificate_keys_when_only_the_public_half_of_the_newest_is_there_stop_the_start()
    {
        using var rig = new KeyRig();
        var directory = rig.Get<KeyDirectory>();
        using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(Path.Combine(directory.Certificates, "es256-0001.pem"), next.ExportSubjectPublicKeyInfoPem());
        Assert.Throws<InvalidOperationException>(() => new CertificateKeys(directory));
    }

    [Fact]
    public void Kid_of_a_known_key_is_its_thumbprint()
    {
        // The coordinates are those of RFC 7515 appendix A.3; the thumbprint was computed apart from this code.
        var key = new ECParameters
        {
            Q = new ECPoint
            {
                X = System.Buffers.Text.Base64Url.DecodeFromChars("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"),
                Y = System.Buffers.Text.Base64Url.DecodeFromChars("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"),
            },
        };
        Assert.Equal("oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U", JwkThumbprint.Of(key));
    }

    private static bool Verifies(ECParameters key, byte[] data, byte[] signature)
    {
        using var verifier = ECDsa.Create(key);
        return signature.Length == 64 && verifier.VerifyData(
            data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
