using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Shopkeeper.Storage.Caching;

internal sealed class SharedCacheOptionsValidator : IValidateOptions<SharedCacheOptions>
{
    // The setting may hold a password: it is not repeated.
    private static readonly ValidateOptionsResult Unreadable = ValidateOptionsResult.Fail(
        "Cache:Redis can't be read. Set it to host:port, with options after commas (password=…,ssl=true), or leave it "
        + "out to cache in the database.");

    public ValidateOptionsResult Validate(string? name, SharedCacheOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Redis)) return ValidateOptionsResult.Success;
        try
        {
            return ConfigurationOptions.Parse(options.Redis).EndPoints.Count > 0
                ? ValidateOptionsResult.Success
                : Unreadable;
        }
        catch (ArgumentException)
        {
            return Unreadable;
        }
    }
}
