using System.Security.Cryptography;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Storage.Tests.Keys;

public sealed class DataKeysTests : IDisposable
{
    private readonly KeyRig rig = new(cachedDataKeys: 3);
    private readonly InstallationId installation = InstallationId.New(DateTimeOffset.UnixEpoch);

    public void Dispose() => rig.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70_000)]
    public void Ciphertext_decrypts_to_what_was_encrypted(int length)
    {
        var plain = RandomNumberGenerator.GetBytes(length);
        var key = rig.DataKeys.NewWrapped();
        var data = rig.DataKeys.Encrypt(key, installation, "jobs.arguments:1", plain);
        Assert.Equal(length + 29, data.Length);
        Assert.Equal(1, data[0]);
        Assert.Equal(plain, rig.DataKeys.Decrypt(key, installation, "jobs.arguments:1", data));
    }

    [Fact]
    public void Ciphertext_when_moved_or_altered_does_not_decrypt()
    {
        var keys = rig.DataKeys;
        var other = InstallationId.New(DateTimeOffset.UnixEpoch);
        var (key, otherKey) = (keys.NewWrapped(), keys.NewWrapped());
        var data = keys.Encrypt(key, installation, "jobs.arguments:1", "secret"u8);

        Assert.ThrowsAny<CryptographicException>(() => keys.Decrypt(key, installation, "jobs.arguments:2", data));
        Assert.ThrowsAny<CryptographicException>(() => keys.Decrypt(key, installation, "sessions.payload:1", data));
        Assert.ThrowsAny<CryptographicException>(() => keys.Decrypt(key, other, "jobs.arguments:1", data));
        Assert.ThrowsAny<CryptographicException>(() => keys.Decrypt(otherKey, installation, "jobs.arguments:1", data));
        Assert.ThrowsAny<CryptographicException>(
            () => keys.Decrypt(key, installation, "jobs.arguments:1", data.AsSpan(0, data.Length - 1)));
        Assert.ThrowsAny<CryptographicException>(() => keys.Decrypt(key, installation, "jobs.arguments:1", []));
        for (var at = 0; at < data.Length; at++)
        {
            var altered = data.ToArray();
            altered[at] ^= 1;
            Assert.ThrowsAny<CryptographicException>(
                () => keys.Decrypt(key, installation, "jobs.arguments:1", altered));
        }
    }

    [Fact]
    public void Same_plaintext_twice_gives_other_ciphertext()
    {
        var key = rig.DataKeys.NewWrapped();
        Assert.NotEqual(
            rig.DataKeys.Encrypt(key, installation, "a", "secret"u8),
            rig.DataKeys.Encrypt(key, installation, "a", "secret"u8));
    }

    [Fact]
    public void Cache_never_holds_more_than_its_bound_and_forgets_the_least_recent()
    {
        var ids = Enumerable.Range(0, 5).Select(_ => InstallationId.New(DateTimeOffset.UnixEpoch)).ToArray();
        var wrapped = ids.ToDictionary(id => id, _ => rig.DataKeys.NewWrapped());
        foreach (var id in ids)
        {
            rig.DataKeys.Encrypt(wrapped[id], id, "a", "x"u8);
            rig.DataKeys.Encrypt(wrapped[ids[0]], ids[0], "a", "x"u8);
        }

        Assert.Equal(3, rig.Cache.Count);
        Assert.NotNull(rig.DataKeys.FindWrapped(ids[0]));
        Assert.Null(rig.DataKeys.FindWrapped(ids[1]));
    }

    [Fact]
    public void Cache_of_no_keys_holds_none_and_everything_still_opens()
    {
        using var none = new KeyRig(cachedDataKeys: 0);
        var key = none.DataKeys.NewWrapped();
        var data = none.DataKeys.Encrypt(key, installation, "a", "secret"u8);

        Assert.Equal("secret"u8.ToArray(), none.DataKeys.Decrypt(key, installation, "a", data));
        Assert.Equal(0, none.Cache.Count);
    }

    [Fact]
    public void Key_when_evicted_or_too_old_leaves_memory_and_the_row_still_opens()
    {
        var key = rig.DataKeys.NewWrapped();
        var data = rig.DataKeys.Encrypt(key, installation, "a", "secret"u8);
        rig.DataKeys.Evict(installation);
        Assert.Null(rig.DataKeys.FindWrapped(installation));

        Assert.Equal("secret"u8.ToArray(), rig.DataKeys.Decrypt(key, installation, "a", data));
        Assert.NotNull(rig.DataKeys.FindWrapped(installation));
        rig.Time.Advance(TimeSpan.FromMinutes(15));
        Assert.Null(rig.DataKeys.FindWrapped(installation));
    }

    [Fact]
    public async Task Keys_when_evicted_while_they_are_used_never_encrypt_under_zeros()
    {
        var key = rig.DataKeys.NewWrapped();
        using var stop = new CancellationTokenSource();
        var evicting = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
                rig.DataKeys.Evict(installation);
        }, TestContext.Current.CancellationToken);
        for (var i = 0; i < 2_000; i++)
        {
            var data = rig.DataKeys.Encrypt(key, installation, "a", "secret"u8);
            Assert.Equal("secret"u8.ToArray(), rig.DataKeys.Decrypt(key, installation, "a", data));
        }

        await stop.CancelAsync();
        await evicting;
    }
}
