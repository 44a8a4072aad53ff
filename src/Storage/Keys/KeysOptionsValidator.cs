using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Shopkeeper.Storage.Keys;

internal sealed class KeysOptionsValidator(IConfiguration configuration) : IValidateOptions<KeysOptions>
{
    public ValidateOptionsResult Validate(string? name, KeysOptions options) =>
        string.IsNullOrWhiteSpace(options.Directory)
        && !string.IsNullOrWhiteSpace(configuration.GetConnectionString("Shopkeeper"))
            ? ValidateOptionsResult.Fail(
                "Keys:Directory is required with PostgreSQL: all silos share the keys. "
                + "Set it to a folder that each of them mounts.")
            : ValidateOptionsResult.Success;
}
