using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Participants;

/// <summary>Registers participants in erasure.</summary>
public static class ParticipantsServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IInstallationFiles"/> and the participant <c>files</c> that erases them, with
    /// <see cref="FolderOptions"/> from the section <c>Participants:Files</c>, checked at start. Safe to call twice.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Changes the options after they were read, for a default root, say.</param>
    public static IServiceCollection AddFolderParticipant(
        this IServiceCollection services, Action<FolderOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<FolderOptions>()
            .BindConfiguration(FolderOptions.Section)
            .Validate(
                folder => Path.IsPathFullyQualified(folder.Root),
                "Participants:Files:Root has to be an absolute path. Set it to a folder for the app's files.")
            .ValidateOnStart();
        if (configure is not null) options.PostConfigure(configure);
        services.TryAddSingleton<InstallationFolder>();
        services.TryAddSingleton<IInstallationFiles, InstallationFiles>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IErasureParticipant, FolderParticipant>());
        return services;
    }
}
