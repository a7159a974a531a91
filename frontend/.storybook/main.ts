import type { StorybookConfig } from '@storybook/svelte-vite';

/** Nothing leaves this machine: no telemetry, no news, no look for a newer version. */
const config: StorybookConfig = {
	stories: ['../stories/**/*.stories.ts'],
	staticDirs: ['../static'],
	addons: ['@storybook/addon-a11y'],
	framework: { name: '@storybook/svelte-vite', options: { docgen: false } },
	core: {
		disableTelemetry: true,
		disableWhatsNewNotifications: true,
		enableCrashReports: false,
		builder: { name: '@storybook/builder-vite', options: { viteConfigPath: '.storybook/vite.config.ts' } }
	}
};

export default config;
