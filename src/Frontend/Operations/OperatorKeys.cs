using Microsoft.Extensions.Options;
using Shopkeeper.Frontend.Keys;

namespace Shopkeeper.Frontend.Operations;

/// <summary>The configured keys, as questions.</summary>
internal sealed class OperatorKeys(IOptions<OperatorOptions> operators, TimeProvider time)
{
    /// <summary>The name of a key that is configured and has not ended.</summary>
    public string? Find(string key) => KeyNames.Find(operators.Value.Keys, key, time.GetUtcNow());

    /// <summary>True while a key of that name is configured and has not ended.</summary>
    public bool IsValid(string name) =>
        operators.Value.Keys.TryGetValue(name, out var key) && key.IsValid(time.GetUtcNow());

    /// <summary>True while the configured key of that name is still the one that a cookie was given for.</summary>
    public bool IsStill(string name, string sha256) =>
        IsValid(name) && string.Equals(operators.Value.Keys[name].Sha256, sha256, StringComparison.OrdinalIgnoreCase);

    /// <summary>The configured hash of the key of that name.</summary>
    public string HashOf(string name) => operators.Value.Keys[name].Sha256;

    /// <summary>What the key of that name may do.</summary>
    public string[] RolesOf(string name) => KeyNames.Items(operators.Value.Keys[name].Roles);
}
