using Microsoft.Extensions.Options;

namespace Shopkeeper.Grains.Caching;

[OptionsValidator]
internal sealed partial class CacheOptionsValidator : IValidateOptions<CacheOptions>;
