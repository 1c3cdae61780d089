/** The screens, in the order of the navigation: for the header, the command palette and the keys that go there. */
import type { Role } from 'src/lib/session';

interface Screen {
  label: string;
  to: '/' | '/review' | '/templates' | '/scenarios' | '/edge-cases' | '/import' | '/export' | '/admin/performance' | '/settings';
  /** Goes there when typed after G. */
  key: string;
  role: Role;
  /** Shown in the header; the others are found in the palette and in the corner. */
  isMain: boolean;
}

export const SCREENS: readonly Screen[] = [
  { label: 'Conversations', to: '/', key: 'c', role: 'viewer', isMain: true },
  { label: 'Review', to: '/review', key: 'r', role: 'reviewer', isMain: true },
  { label: 'Templates', to: '/templates', key: 't', role: 'viewer', isMain: true },
  { label: 'Scenarios', to: '/scenarios', key: 's', role: 'viewer', isMain: true },
  { label: 'Edge cases', to: '/edge-cases', key: 'e', role: 'viewer', isMain: true },
  { label: 'Import', to: '/import', key: 'i', role: 'reviewer', isMain: true },
  { label: 'Export', to: '/export', key: 'x', role: 'reviewer', isMain: true },
  { label: 'Performance', to: '/admin/performance', key: 'p', role: 'admin', isMain: true },
  { label: 'Settings', to: '/settings', key: ',', role: 'viewer', isMain: false },
];
