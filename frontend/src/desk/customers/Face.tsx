import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Customer } from '../../api/types';
import { Avatar } from '../../ui/Avatar';
import styles from './Face.module.css';
import { nameOf } from './names';
import { smallPhotoQuery } from './queries';
import { useObjectUrl } from './useObjectUrl';

/**
 * Initials, and in their place the photo where there is one: asked for once its line comes into
 * sight, in its small size, so that a list costs what is looked at.
 */
export function Face({ customer }: { customer: Customer }) {
  const { id, has_photo: has } = customer;
  const holder = useRef<HTMLSpanElement>(null);
  const inSight = useInSight(holder, has);
  const { data: picture } = useQuery({ ...smallPhotoQuery(id), enabled: inSight });
  const url = useObjectUrl(picture);
  return (
    <span ref={holder} className={styles.face}>
      <Avatar id={id} name={nameOf(customer, '')} size="small" />
      {url && <img src={url} alt="" className={styles.photo} />}
    </span>
  );
}

function useInSight(holder: React.RefObject<HTMLElement | null>, wanted: boolean): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const element = holder.current;
    if (!wanted || !element) return;
    const watch = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) setSeen(true);
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, [holder, wanted]);
  return wanted && seen;
}
