using Shopkeeper.Frontend.Operations;
using Shopkeeper.Grains.Abstractions.Tokens;

namespace Shopkeeper.Cluster.Tests.Tokens;

/// <summary>Which secrets an operator is told to revoke.</summary>
public sealed class RetirableSecretTests
{
    private static readonly List<(string Fingerprint, string Kind)> Configured =
        [("aaaaaaaaaaaa", "current"), ("bbbbbbbbbbbb", "previous")];

    [Fact]
    public void Secret_when_some_grants_are_of_before_fingerprints_were_recorded_is_not_retirable()
    {
        var secrets = SecretOperations.Read(
            [new SecretUse { Fingerprint = "aaaaaaaaaaaa", Grants = 3 }, new SecretUse { Grants = 2 }], Configured);

        Assert.All(secrets, secret => Assert.False(secret.Retirable));
        Assert.Equal((null, "unknown", 2), (secrets[2].Fingerprint, secrets[2].Kind, secrets[2].Grants));
    }

    [Fact]
    public void Secret_when_every_grant_is_another_s_is_retirable()
    {
        var secrets = SecretOperations.Read(
            [new SecretUse { Fingerprint = "aaaaaaaaaaaa", Grants = 3 }], Configured);

        Assert.Equal([false, true], secrets.Select(secret => secret.Retirable));
    }
}
