import '../ui/tokens.css';
import '../ui/fonts.css';
import '../ui/elements.css';
import { mount } from '../ui/mount';
import { wear } from '../ui/theme';
import { Gallery, Pair } from './Gallery';

const scheme = new URLSearchParams(window.location.search).get('scheme');
if (scheme === 'light' || scheme === 'dark') {
  wear(scheme);
  mount(<Gallery />);
} else mount(<Pair />);
